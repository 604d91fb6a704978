"""Streams and merges: one or several sources, read by pumps, for any number of consumers."""

import asyncio
import weakref
from asyncio import CancelledError, Future
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Sequence
from contextvars import Context, copy_context
from typing import Any, NoReturn, Self

from .errors import raise_unchanged, with_failures
from .pumps import Arrival, End, Failure, Pump
from .scopes import current_scope, found_scope
from .supervisor import Supervisor

__all__ = ("Stream", "stream", "stream_concurrently")


class Channel:
    """The items that have arrived and were not taken, and the tasks that wait for more."""

    def __init__(self, sources: Sequence[AsyncIterable[Any]], *, exhaustive: bool) -> None:
        self._pumps = [Pump(source, self) for source in sources]
        self._exhaustive = exhaustive
        self._arrived: deque[Arrival] = deque()
        self._waiting: list[Future[None]] = []
        self._asking = 0
        self._running = len(self._pumps)
        self._unended = len(self._pumps)
        self._over = False

    def open(self, supervisor: Supervisor, context: Context, *, last: bool) -> None:
        """Start the pumps, each in a copy of the context."""
        for pump in self._pumps:
            supervisor.start(pump.run(), context.copy(), pump, last=last)

    def asks(self) -> bool:
        """Return whether a consumer waits for an item."""
        return self._asking > 0

    def arrive(self, arrival: Arrival) -> None:
        """Keep what a source gave until it is taken."""
        if not self._over:
            self._arrived.append(arrival)
            self._wake()

    def pump_ended(self) -> None:
        """Learn that one more source has been closed."""
        self._running -= 1
        self._wake()

    def stop(self) -> None:
        """Have all sources closed. Consumers get what is left, and then the end."""
        for pump in self._pumps:
            pump.stop()

    async def take(self) -> Any:
        """Return the next item, or raise what ended the channel, then StopAsyncIteration."""
        while not self._arrived:
            if self._over or not self._running:
                raise StopAsyncIteration
            self._asking += 1
            try:
                for pump in self._pumps:
                    pump.nudge()
                await self._change()
            finally:
                self._asking -= 1
        arrival = self._arrived.popleft()
        if isinstance(arrival, Failure):
            await self._end(arrival.error)
        if isinstance(arrival, End):
            self._unended -= 1
            if not self._exhaustive or not self._unended:
                await self._end(None)
            return await self.take()
        arrival.pump.holds = False
        if self._asking:
            arrival.pump.nudge()
        return arrival.value

    async def close(self) -> None:
        """End the channel; return when all sources have been closed."""
        self._over = True
        self._arrived.clear()
        self.stop()
        self._wake()
        if any(pump.runs_here() for pump in self._pumps):
            return
        interrupted: CancelledError | None = None
        while self._running:
            try:
                await self._change()
            except CancelledError as request:
                interrupted = request if interrupted is None else interrupted
        if interrupted is not None:
            raise_unchanged(interrupted)

    async def _end(self, failure: BaseException | None) -> NoReturn:
        try:
            await self.close()
        except CancelledError as request:
            if failure is None:
                raise
            raise_unchanged(with_failures(request, failure))
        if failure is None:
            raise StopAsyncIteration
        raise_unchanged(failure)

    async def _change(self) -> None:
        if any(pump.runs_here() for pump in self._pumps):
            message = "a source waits for the stream that it is the source of"
            raise RuntimeError(message)
        waiter: Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)


class Stream(AsyncIterator[Any]):
    """The iterator over a channel that a program is given."""

    def __init__(self, channel: Channel, opened: Callable[[], None] | None = None) -> None:
        self._channel = channel
        self._open = opened

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        self._ensure_open()
        return await self._channel.take()

    async def aclose(self) -> None:
        """End the stream, and return when its sources have been closed."""
        self._ensure_open()
        await self._channel.close()

    def _ensure_open(self) -> None:
        if self._open is not None:
            opened, self._open = self._open, None
            opened()


def stream(
    source: Callable[..., AsyncGenerator[Any, None]], /, *args: Any, **kwargs: Any
) -> Stream:
    """Return a stream over an async generator, which runs in a context of its own.

    Raises:
        RuntimeError: There is no scope, or it has exited.
    """
    scope = current_scope(f"stream {source!r}")
    context = copy_context()
    channel = Channel([context.run(source, *args, **kwargs)], exhaustive=True)
    channel.open(scope.supervisor, context, last=True)
    return Stream(channel)


def stream_concurrently(
    source_a: AsyncIterable[Any], source_b: AsyncIterable[Any], /, exhaustive: bool = False
) -> Stream:
    """Return a stream over the items of two sources, in the order in which they come.

    Args:
        source_a: A source.
        source_b: Another one.
        exhaustive: Whether it goes on until both have ended, and not only one of them.
    """
    context = copy_context()
    channel = Channel([source_a, source_b], exhaustive=exhaustive)
    scope = found_scope()
    if scope is not None and not scope.exited:
        channel.open(scope.supervisor, context, last=True)
        return Stream(channel)

    def open_alone() -> None:
        # No scope will close the sources if the program leaves its loop: that it has dropped
        # the stream is the only sign of it.
        supervisor = Supervisor()
        channel.open(supervisor, context, last=False)
        supervisor.finish()
        weakref.finalize(merged, channel.stop).atexit = False

    merged = Stream(channel, open_alone)
    return merged
