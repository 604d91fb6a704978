"""Streams of one source and merged streams of two: the same state machine."""

from asyncio import AbstractEventLoop, CancelledError, current_task, get_running_loop
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from contextvars import Context
from typing import TYPE_CHECKING, Any, Final

from .bell import Bell, outlast
from .errors import cancelled_because_of, together
from .place import HERE, own_context
from .source import Source

if TYPE_CHECKING:
    from .scope import Scope

_END: Final = object()


class Core:
    """The part of a stream that exists while it is consumed or has yet to be cleaned up.

    Asking for an item asks every source for one that was not asked already, and takes the first
    item that arrives. The end of the stream is kept until the items before it were taken, and all
    sources are closed.
    """

    def __init__(
        self, sources: Sequence[tuple[Any, Context]], exhaustive: bool, scope: "Scope | None"
    ) -> None:
        self._bell = Bell()
        self._ready: deque[Any] = deque()
        self._ending: Any = None  # _END, or the exception with which a source failed
        self._closed = False
        self._closers = 0
        self._troubles: list[BaseException] = []
        self._exhaustive = exhaustive
        self._loop: AbstractEventLoop | None = None
        self._sources = [Source(iterable, self, context) for iterable, context in sources]
        self._scope = scope
        if scope is not None:
            scope.stream_began(self)

    async def next(self) -> Any:
        while True:
            if self._ready:
                return self._ready.popleft()
            if self._is_over():
                raise self._take_ending()
            if self._ending is None:
                self._loop = get_running_loop()
                for source in self._sources:
                    source.pull()
            await self._bell.rung()

    def begin_close(self) -> None:
        """Drop the items that are left, and end everything that is running."""
        if self._closed:
            return
        self._closed = True
        self._ready.clear()
        if isinstance(self._ending, BaseException):
            self._keep_trouble(self._ending)
        self._ending = _END
        self._stop_sources()
        self._tell()

    async def close(self) -> None:
        if any(current_task() is source.task for source in self._sources):
            raise RuntimeError("a generator cannot close the stream that it is the source of")
        self._closers += 1
        try:
            self.begin_close()
            request = await outlast(self._bell, self._is_over)
        finally:
            self._closers -= 1
        troubles, self._troubles = self._troubles, []
        if troubles:
            trouble = together("clean-up of a stream", troubles)
            raise trouble if request is None else cancelled_because_of(request, trouble)
        if request is not None:
            raise request

    def abandon(self) -> None:
        """Close the stream after its last reference is gone; called in any thread, at any time."""
        if self._loop is not None and not self._closed and not self._is_over():
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self.begin_close)

    # The listener of its sources:

    def given(self, _source: Source, element: Any) -> None:
        if not self._closed:
            self._ready.append(element)
            self._bell.ring()

    def exhausted(self, _source: Source) -> None:
        if self._ending is None and not (self._exhaustive and self._some_go_on()):
            self._ending = _END
            self._stop_sources()

    def failed(self, _source: Source, error: BaseException) -> None:
        if self._ending is None:
            self._ending = error
            self._stop_sources()
        else:
            self._keep_trouble(error)

    def over(self, _source: Source, trouble: BaseException | None) -> None:
        if trouble is not None:
            self._keep_trouble(trouble)
        self._tell()

    def _is_over(self) -> bool:
        return self._ending is not None and not self._some_go_on()

    def _some_go_on(self) -> bool:
        return not all(source.is_over for source in self._sources)

    def _stop_sources(self) -> None:
        for source in self._sources:
            source.stop()

    def _keep_trouble(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError):
            self._troubles.append(error)

    def _take_ending(self) -> BaseException:
        ending, self._ending = self._ending, _END
        self._tell()
        return ending if isinstance(ending, BaseException) else StopAsyncIteration()

    def _tell(self) -> None:
        self._bell.ring()
        if self._scope is not None and self._ending is _END and self._is_over():
            scope, self._scope = self._scope, None
            troubles: list[BaseException] = []
            if not self._closers:
                troubles, self._troubles = self._troubles, []
            scope.stream_ended(self, troubles)


class Stream:
    """An async iterator; its sources run in tasks and contexts of their own."""

    __slots__ = ("__weakref__", "_core")

    def __init__(self, core: Core) -> None:
        self._core = core

    def __aiter__(self) -> "Stream":
        return self

    async def __anext__(self) -> Any:
        return await self._core.next()

    async def aclose(self) -> None:
        """Close the sources, and wait until they are closed."""
        await self._core.close()

    def __del__(self) -> None:
        if (core := getattr(self, "_core", None)) is not None:
            core.abandon()


def merged(source_a: Any, source_b: Any, exhaustive: bool) -> Stream:
    sources = [(source, own_context()) for source in (source_a, source_b)]
    scope = HERE.get().scope
    if scope is not None and scope.is_closed:
        scope = None
    return Stream(Core(sources, exhaustive, scope))
