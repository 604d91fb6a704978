"""Reading iterables, one task for each element: `Source`."""

from asyncio import CancelledError, Task, current_task, get_running_loop
from collections.abc import Awaitable, Callable
from contextvars import Context
from enum import Enum, auto
from inspect import isasyncgen
from typing import Any, Protocol


class Listener(Protocol):
    """Receives what a source reads. The event loop calls all of its methods."""

    def given(self, source: "Source", element: Any) -> None: ...
    def exhausted(self, source: "Source") -> None: ...
    def failed(self, source: "Source", error: BaseException) -> None: ...
    def over(self, source: "Source", trouble: BaseException | None) -> None: ...


class _Phase(Enum):
    IDLE = auto()
    PULLING = auto()
    CLOSING = auto()
    OVER = auto()


class _Got(Enum):
    ELEMENT = auto()
    END = auto()
    ERROR = auto()


class Source:
    """An iterator in a context of its own, which all the tasks that advance it share.

    `pull()` asks for one element. `stop()` interrupts that and closes the iterator. The listener's
    `over` is called last, once nothing is running any more and the iterator is closed, with the
    error of closing it, if any. If it ended by itself, `exhausted` or `failed` is called before.
    """

    __slots__ = ("_context", "_is_async", "_iterator", "_listener", "_outcome", "_owed", "_phase",
                 "_stopping", "_trouble", "task")  # fmt: skip

    def __init__(self, iterable: Any, listener: Listener, context: Context) -> None:
        self._is_async = hasattr(iterable, "__aiter__")
        self._iterator = context.run(aiter if self._is_async else iter, iterable)
        self._listener = listener
        self._context = context
        self._phase = _Phase.IDLE
        self._outcome: tuple[_Got, Any] | None = None
        self._owed = False
        self._stopping = False
        self._trouble: BaseException | None = None
        self.task: Task[None] | None = None

    @property
    def is_over(self) -> bool:
        return self._phase is _Phase.OVER

    def pull(self) -> None:
        """Ask for an element, unless one was asked for already."""
        if self._phase is _Phase.IDLE and not self._stopping:
            self._phase = _Phase.PULLING
            self._run(self._advance, self._advanced)

    def stop(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        if self._phase is _Phase.PULLING and self.task is not None:
            self.task.cancel()
        elif self._phase is _Phase.IDLE:
            self._close()

    def _run(self, work: Callable[[], Any], then: Callable[[Task[None]], None]) -> None:
        self.task = get_running_loop().create_task(work(), context=self._context)
        self.task.add_done_callback(then)

    async def _advance(self) -> None:
        # The outcome is kept here, not in the task: a task that cancelled itself, and then does not
        # suspend any more, ends cancelled although there is an element.
        task = self.task = current_task()
        if self._owed and task is not None:
            self._owed = False
            task.cancel()
        try:
            if self._is_async:
                element = await self._iterator.__anext__()
            else:
                element = next(self._iterator)
        except BaseException as error:
            if isinstance(error, StopAsyncIteration if self._is_async else StopIteration):
                self._outcome = _Got.END, None
                return
            self._outcome = _Got.ERROR, error
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
        else:
            self._outcome = _Got.ELEMENT, element

    def _advanced(self, task: Task[None]) -> None:
        self.task = None
        never_began = self._outcome is None
        got, value = self._outcome or (_Got.ERROR, CancelledError())
        self._outcome = None
        if not task.cancelled():
            task.exception()
        self._phase = _Phase.IDLE
        if got is _Got.ELEMENT:
            # A cancellation that was requested while it was read arrives at the next element.
            self._owed = task.cancelled()
            self._listener.given(self, value)
            if self._stopping and self._phase is _Phase.IDLE:
                self._close()
            return
        if got is _Got.END:
            self._phase = _Phase.OVER
            self._listener.exhausted(self)
            self._listener.over(self, None)
            return
        if not self._stopping:
            self._stopping = True
            self._listener.failed(self, value)
        elif not isinstance(value, CancelledError):
            self._trouble = value
        if isasyncgen(self._iterator) and not never_began:
            self._end()
        else:
            self._close()

    def _close(self) -> None:
        close: Callable[[], Awaitable[Any]] | None = getattr(self._iterator, "aclose", None)
        if close is None:
            self._end()
            return

        async def closing() -> None:
            self.task = current_task()
            try:
                await close()
            except CancelledError:
                pass
            except BaseException as error:
                if self._trouble is None:
                    self._trouble = error
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise

        self._phase = _Phase.CLOSING
        self._run(closing, self._closed)

    def _closed(self, task: Task[None]) -> None:
        self.task = None
        if not task.cancelled():
            task.exception()
        self._end()

    def _end(self) -> None:
        self._phase = _Phase.OVER
        trouble, self._trouble = self._trouble, None
        self._listener.over(self, trouble)
