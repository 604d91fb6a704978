"""The reference with streams whose items a task reads ahead into a bounded queue.

The task begins when the stream is created, whether or not it is consumed. Items that are left when
the scope has exited can still be consumed. There is no `aclose`. Errors of a generator while it is
closed, or after its stream was abandoned, are dropped.
"""

import asyncio
from asyncio import CancelledError, Task
from contextlib import suppress
from typing import Any

from haiway_reference.surroundings import own_context
from stream_scopes import KeptStreams, keep, patiently

type _Entry = tuple[Any, BaseException | None, asyncio.Semaphore]


class PushedStreams(KeptStreams):
    """The reference with streams and merged streams that read ahead."""

    name = "pushed streams"
    size = 100

    def stream(self, source: Any, /, *arguments: Any, **keywords: Any) -> Any:
        stream = _Pushed(self.size, exhaustive=True)
        keep(stream, needed=True)
        stream.start(source(*arguments, **keywords))
        return stream

    def stream_concurrently(
        self, one: Any, other: Any, /, *more: Any, exhaustive: bool = False
    ) -> Any:
        stream = _Pushed(16, exhaustive=exhaustive)
        keep(stream, needed=False)
        stream.start(one, other, *more)
        return stream


class DeepPushedStreams(PushedStreams):
    """The same with streams that read hundreds of items ahead."""

    name = "deep pushed streams"
    size = 400


class EagerPushedStreams(PushedStreams):
    """The same with eager tasks."""

    name = "eager pushed streams"
    task_factory = staticmethod(asyncio.eager_task_factory)


class _Pushed:
    def __init__(self, size: int, *, exhaustive: bool) -> None:
        self._queue: asyncio.Queue[_Entry] = asyncio.Queue()
        self._size = size
        self._exhaustive = exhaustive
        self._pumps: list[Task[None]] = []
        self._unended = 0
        self._over = self._closing = False

    def start(self, *sources: Any) -> None:
        self._unended = len(sources)
        for source in sources:
            context = own_context()
            pump = context.run(asyncio.get_running_loop().create_task, self._pump(source))
            self._pumps.append(pump)

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> Any:
        while True:
            if self._over and self._queue.empty():
                raise StopAsyncIteration
            item, error, room = await self._queue.get()
            if error is None:
                room.release()
                return item
            if isinstance(error, StopAsyncIteration):
                self._unended -= 1
                if self._exhaustive and self._unended > 0 and not self._over:
                    continue
            self._over = True
            self._drop_items()
            try:
                await self._close()
            except CancelledError:
                self._queue.put_nowait((None, error, room))
                raise
            self._wake()
            if isinstance(error, StopAsyncIteration):
                raise StopAsyncIteration
            raise error

    async def _pump(self, source: Any) -> None:
        error: BaseException = StopAsyncIteration()
        room = asyncio.Semaphore(
            self._size
        )  # one for each source: with a shared one, a source could starve
        try:
            source = aiter(source)
            async for item in source:
                if self._closing:
                    break  # the source goes on although it was cancelled
                await room.acquire()
                self._queue.put_nowait((item, None, room))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as caught:  # noqa: BLE001 - for the consumer
            error = caught
        if not self._over:
            self._queue.put_nowait((None, error, room))
        if (close := getattr(source, "aclose", None)) is not None:
            with suppress(BaseException):  # the stream has no consumer any more
                await close()

    def _drop_items(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()

    def _wake(self) -> None:
        """Answer others who wait for an item: each gets the end, and hands it on."""
        if self._queue.empty():
            self._queue.put_nowait((None, StopAsyncIteration(), asyncio.Semaphore()))

    async def end_with_scope(self) -> None:
        self._over = True
        await self._close()
        self._wake()

    async def _close(self) -> None:
        self._closing = True
        for pump in self._pumps:
            if not pump.done():
                pump.cancel()
        asked: CancelledError | None = None
        for pump in self._pumps:
            try:
                await patiently(pump)
            except CancelledError as error:
                asked = asked or error
        if asked is not None:
            raise asked
