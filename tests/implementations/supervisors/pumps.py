"""Tasks that read the sources of streams and merges."""

import asyncio
from asyncio import CancelledError, Future, Task
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ("Arrival", "End", "Failure", "Item", "Pump")


@dataclass(frozen=True, slots=True)
class Item:
    """An item, and the pump that may read the next one when it has been taken."""

    value: Any
    pump: "Pump"


@dataclass(frozen=True, slots=True)
class End:
    """The end of a source."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The exception that a source raised."""

    error: BaseException


type Arrival = Item | End | Failure


class Receiver(Protocol):
    """The receiver of what a pump reads."""

    def asks(self) -> bool:
        """Return whether a consumer waits for an item."""
        ...

    def arrive(self, arrival: Arrival) -> None:
        """Take what the source gave."""
        ...

    def pump_ended(self) -> None:
        """Learn that one more pump has ended, with its source closed."""
        ...


class Pump:
    """Reads a source, one item each time that a consumer waits and the last one was taken.

    Attributes:
        holds: Whether the last item that was read has not been taken yet.
    """

    def __init__(self, source: AsyncIterable[Any], receiver: Receiver) -> None:
        self.holds = False
        self._source = source
        self._receiver = receiver
        self._task: Task[Any] | None = None
        self._parked: Future[None] | None = None
        self._reading = False
        self._stopping = False

    def begun(self, task: Task[Any]) -> None:
        """Take the task that the pump runs in."""
        self._task = task

    def stop(self) -> None:
        """Have the source closed; a read that is going on is cancelled, once."""
        if self._stopping:
            return
        self._stopping = True
        if self._reading and self._task is not None:
            self._task.cancel()
        self.nudge()

    def ended(self, task: Task[Any]) -> None:
        """Tell the receiver."""
        if not task.cancelled():
            task.exception()
        self._task = None
        self._receiver.pump_ended()

    def nudge(self) -> None:
        """Look again whether to read."""
        if self._parked is not None and not self._parked.done():
            self._parked.set_result(None)

    def runs_here(self) -> bool:
        """Return whether the pump runs in the current task."""
        return self._task is not None and self._task is asyncio.current_task()

    async def run(self) -> None:
        """Read until the source ends, fails, or `stop` is called; then close it."""
        iterator: AsyncIterator[Any] | None = None
        try:
            iterator = aiter(self._source)
            while await self._may_read():
                try:
                    value = await self._read(iterator)
                except StopAsyncIteration:
                    self._receiver.arrive(End())
                    return
                self.holds = True
                self._receiver.arrive(Item(value, self))
                del value
        except BaseException as error:
            if not (self._stopping and isinstance(error, CancelledError)):
                self._receiver.arrive(Failure(error))
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
        finally:
            close = getattr(iterator, "aclose", None)
            if close is not None:
                # Nobody reads any more what the source raises while it is closed.
                with suppress(Exception, CancelledError):
                    await close()

    async def _may_read(self) -> bool:
        while not self._stopping and (self.holds or not self._receiver.asks()):
            self._parked = asyncio.get_running_loop().create_future()
            await self._parked
            self._parked = None
        return not self._stopping

    async def _read(self, iterator: AsyncIterator[Any]) -> Any:
        self._reading = True
        try:
            return await anext(iterator)
        finally:
            self._reading = False
