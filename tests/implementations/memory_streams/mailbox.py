"""From pumps, which read sources, to consumers: what streams and merges are made of."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import AsyncIterable, AsyncIterator, Callable, Sequence
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field
from math import inf
from typing import Any, NoReturn, Self

from anyio import (
    BrokenResourceError,
    CancelScope,
    ClosedResourceError,
    Event,
    WouldBlock,
    create_memory_object_stream,
)

from .guarded import wait_in_any_case
from .raising import make_pending, raise_again

__all__ = ("Flow", "Mailbox")

# The event loop refers to its tasks weakly.
_pumping: set[Task[None]] = set()


@dataclass(frozen=True, slots=True)
class _Item:
    value: Any
    taken: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True)
class _End:
    pass


@dataclass(frozen=True, slots=True)
class _Failure:
    error: BaseException


class Mailbox:
    """Items from sources, each of which is read one item ahead.

    Pumps send without waiting, and consumers receive without waiting, after they have waited for
    a change: an item that a memory object stream hands to a waiting consumer is lost if that
    consumer is cancelled before it runs.
    """

    def __init__(
        self,
        sources: Sequence[AsyncIterable[Any]],
        context: Context,
        *,
        until_all_end: bool,
        closed: Callable[["Mailbox"], None],
    ) -> None:
        self._sources = sources
        self._context = context
        self._closed = closed
        self._ends_awaited = len(sources) if until_all_end else 1
        self._send, self._receive = create_memory_object_stream[_Item | _End | _Failure](inf)
        self._changed = Event()
        self._pumps: dict[Task[None], None] = {}
        self._reading: dict[Task[None], None] = {}
        self._waiting: dict[CancelScope, None] = {}
        self._started = False
        self._stopping = False

    def start(self) -> bool:
        """Start the pumps, unless that was done.

        Returns:
            Whether they were started. Where tasks are eager, something may have arrived then.
        """
        if self._started:
            return False
        self._started = True
        for source in self._sources:
            pump = asyncio.get_running_loop().create_task(
                self._pump(source), context=self._context.copy()
            )
            self._pumps[pump] = None
            _pumping.add(pump)
            pump.add_done_callback(self._pump_ended)
        self._sources = ()
        return True

    def stop(self) -> None:
        """Have all sources closed. Reads that are going on are cancelled, once."""
        if self._stopping:
            return
        self.start()
        self._stopping = True
        self._send.close()
        self._receive.close()
        for task in list(self._reading):
            task.cancel()
        for scope in list(self._waiting):
            scope.cancel()
        if not self._pumps:
            self._closed(self)
        self._notify()

    async def wait_stopped(self) -> CancelledError | None:
        """Wait until all sources are closed, in any case.

        Returns:
            The CancelledError of the first request to cancel meanwhile.
        """
        if self._is_own_pump():
            return None
        return await wait_in_any_case(self._change, lambda: not self._pumps)

    async def take(self) -> Any:
        """Return the next item; raise what a source raised, once; then StopAsyncIteration."""
        while True:
            try:
                arrival = self._receive.receive_nowait()
            except ClosedResourceError:
                raise StopAsyncIteration from None
            except WouldBlock:
                if self._is_own_pump():
                    message = "a source waits for the stream that it is the source of"
                    raise RuntimeError(message) from None
                if not self.start():
                    await self._change()
                continue
            if isinstance(arrival, _Item):
                arrival.taken.set()
                return arrival.value
            if isinstance(arrival, _Failure):
                await self._end(arrival.error)
            self._ends_awaited -= 1
            if not self._ends_awaited:
                await self._end(None)

    async def _end(self, failure: BaseException | None) -> NoReturn:
        self.stop()
        request = await self.wait_stopped()
        if failure is not None:
            if request is not None:
                make_pending()
            raise_again(failure)
        if request is not None:
            raise_again(request)
        raise StopAsyncIteration

    async def _pump(self, source: AsyncIterable[Any]) -> None:
        iterator: AsyncIterator[Any] | None = None
        try:
            iterator = aiter(source)
            while not self._stopping:
                try:
                    item = _Item(await self._read(iterator))
                except StopAsyncIteration:
                    self._arrive(_End())
                    return
                self._arrive(item)
                await self._until_taken(item.taken)
                del item
        except BaseException as error:
            if not (self._stopping and isinstance(error, CancelledError)):
                self._arrive(_Failure(error))
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
        finally:
            close = getattr(iterator, "aclose", None)
            if close is not None:
                with suppress(Exception, CancelledError):  # Nobody reads it any more.
                    await close()

    async def _read(self, iterator: AsyncIterator[Any]) -> Any:
        pump = _current_task()
        self._reading[pump] = None
        try:
            return await anext(iterator)
        finally:
            del self._reading[pump]

    async def _until_taken(self, taken: Event) -> None:
        if self._stopping:
            return
        with CancelScope() as scope:
            self._waiting[scope] = None
            try:
                await taken.wait()
            finally:
                del self._waiting[scope]

    def _arrive(self, arrival: _Item | _End | _Failure) -> None:
        with suppress(ClosedResourceError, BrokenResourceError):
            self._send.send_nowait(arrival)
        self._notify()

    def _pump_ended(self, pump: Task[None]) -> None:
        if not pump.cancelled():
            pump.exception()
        _pumping.discard(pump)
        del self._pumps[pump]
        if self._stopping and not self._pumps:
            self._closed(self)
        self._notify()

    async def _change(self) -> None:
        await self._changed.wait()

    def _notify(self) -> None:
        self._changed.set()
        self._changed = Event()

    def _is_own_pump(self) -> bool:
        return asyncio.current_task() in self._pumps


class Flow(AsyncIterator[Any]):
    """The iterator over a mailbox that a program is given.

    Attributes:
        mailbox: What it iterates over.
    """

    def __init__(self, mailbox: Mailbox, first: Callable[["Flow"], None] | None = None) -> None:
        self.mailbox = mailbox
        self._first = first

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        if self._first is not None:
            self._first(self)
            self._first = None
        return await self.mailbox.take()

    async def aclose(self) -> None:
        """End the stream, and return when its sources have been closed."""
        self.mailbox.stop()
        request = await self.mailbox.wait_stopped()
        if request is not None:
            raise_again(request)


def _current_task() -> Task[Any]:
    task = asyncio.current_task()
    if task is None:
        message = "a source can only be read in a task"
        raise RuntimeError(message)
    return task
