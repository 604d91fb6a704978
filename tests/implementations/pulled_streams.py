"""The reference with streams that create a task for each item that is asked for.

The tasks that read from a source share one context, so the source sees the same context all its
life; but the current task is a different one at each step. A second `anext` while one is pending is
refused. An error that a generator raises when it is closed leaves wherever it is closed, including
the scope's exit.
"""

import asyncio
from asyncio import CancelledError, Task
from collections import deque
from typing import Any

from haiway_reference.surroundings import own_context
from stream_scopes import KeptStreams, keep, patiently


class PulledStreams(KeptStreams):
    """The reference with streams and merged streams whose items are pulled one by one."""

    name = "pulled streams"
    survives = True

    def stream(self, source: Any, /, *arguments: Any, **keywords: Any) -> Any:
        stream = _Pulled([source(*arguments, **keywords)], exhaustive=True, survives=self.survives)
        keep(stream, needed=True)
        return stream

    def stream_concurrently(self, one: Any, other: Any, /, exhaustive: bool = False) -> Any:
        stream = _Pulled([one, other], exhaustive=exhaustive, survives=self.survives)
        keep(stream, needed=False)
        return stream


class FragilePulledStreams(PulledStreams):
    """The same, but a stream is closed when its consumer is cancelled, like a bare generator."""

    name = "fragile pulled streams"
    survives = False


class EagerPulledStreams(PulledStreams):
    """The same with eager tasks."""

    name = "eager pulled streams"
    task_factory = staticmethod(asyncio.eager_task_factory)


class _Source:
    def __init__(self, source: Any) -> None:
        self.source = source
        self.iterator: Any = None
        self.context = own_context()
        self.pull: Task[None] | None = None
        self.over = False


class _Pulled:
    def __init__(self, sources: list[Any], *, exhaustive: bool, survives: bool) -> None:
        self._sources = [_Source(each) for each in sources]
        self._exhaustive = exhaustive
        self._survives = survives
        self._held: deque[tuple[_Source, Any, BaseException | None]] = deque()
        self._given = asyncio.Event()
        self._asked = self._closed = self._scope_over = False
        self._closing: Task[None] | None = None

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> Any:
        if self._asked:
            raise RuntimeError("somebody waits for an item of this stream already")
        self._asked = True
        try:
            return await self._next()
        except CancelledError:
            if not self._survives:
                await self._close(quietly=True)
            raise
        finally:
            self._asked = False

    async def _next(self) -> Any:
        while True:
            while not self._held:
                if self._scope_over:
                    raise RuntimeError("the scope in which the stream was made has exited")
                if self._closed:
                    raise StopAsyncIteration
                self._given.clear()
                for source in self._sources:
                    if not source.over and source.pull is None:
                        source.pull = asyncio.get_running_loop().create_task(
                            self._pull(source), context=source.context
                        )
                await self._given.wait()
            source, item, error = self._held[0]
            if error is None:
                self._held.popleft()
                source.pull = None
                return item
            if isinstance(error, StopAsyncIteration):
                ended = all(each.over for each in self._sources) and len(self._held) == 1
                if self._exhaustive and not ended:
                    self._held.popleft()
                    continue
                await self._close()
                raise StopAsyncIteration
            try:
                await self._close(quietly=True)
            except CancelledError:
                self._held.appendleft((source, item, error))
                raise
            raise error

    async def _pull(self, source: _Source) -> None:
        """Read the next item, or keep the exception that came instead."""
        error: BaseException | None = None
        item = None
        try:
            if source.iterator is None:
                source.iterator = aiter(source.source)
            item = await anext(source.iterator)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as caught:  # noqa: BLE001 - for the consumer
            error = caught
            source.over = True
        if self._closed:
            # It has no consumer any more, and is raised where the stream is closed.
            if error is not None and not isinstance(error, StopAsyncIteration | CancelledError):
                raise error
            return
        self._held.append((source, item, error))
        self._given.set()

    async def aclose(self) -> None:
        await self._close()

    async def end_with_scope(self) -> None:
        self._scope_over = True
        await self._close()

    async def _close(self, *, quietly: bool = False) -> None:
        self._closed = True
        if self._closing is None:
            self._held.clear()
            self._closing = asyncio.create_task(self._close_all())
            # The consumer that waits for it may be cancelled before it takes it.
            self._closing.add_done_callback(lambda done: done.cancelled() or done.exception())
        await patiently(self._closing)
        self._given.set()
        if (error := self._closing.exception()) is not None and not quietly:
            raise error

    async def _close_all(self) -> None:
        errors: list[BaseException] = []
        for source in self._sources:
            if source.pull is not None:
                source.pull.cancel()
        for source in self._sources:
            if source.pull is not None:
                await asyncio.wait([source.pull])
                if not source.pull.cancelled() and (error := source.pull.exception()):
                    errors.append(error)
            last = asyncio.get_running_loop().create_task(_closed(source), context=source.context)
            await asyncio.wait([last])
            if not last.cancelled() and (error := last.exception()) is not None:
                errors.append(error)
        if errors:
            raise errors[0] if len(errors) == 1 else BaseExceptionGroup("streams", errors)


async def _closed(source: _Source) -> None:
    if (close := getattr(source.iterator or source.source, "aclose", None)) is not None:
        await close()
