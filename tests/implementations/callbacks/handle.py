"""The handle that `spawn` returns: a future beside the task that does the work."""

from asyncio import CancelledError, Future, Task
from collections.abc import Callable, Generator
from typing import Any


class Handle(Future):
    """Represents a spawned task; it is done once its scope knows that the task has ended.

    The scope passes `ended`, which is called after the handle has its result, with the exception
    that ended the task, if there is one.
    """

    def __init__(
        self, work: Task[Any], ended: Callable[["Handle", BaseException | None], None]
    ) -> None:
        super().__init__(loop=work.get_loop())
        self._work = work
        self._tell = ended
        self._asked = False
        self._stopped: CancelledError | None = None
        work.add_done_callback(self._work_ended)

    def ask_to_stop(self) -> None:
        """Cancel the task for the scope: only once, however many reasons the scope has."""
        if not self._asked:
            self._asked = True
            self._work.cancel()

    def cancel(self, msg: Any = None) -> bool:
        return False if self.done() else self._work.cancel(msg)

    def result(self) -> Any:
        if self.cancelled():
            raise self._how_it_stopped()
        return super().result()

    def exception(self) -> BaseException | None:
        if self.cancelled():
            raise self._how_it_stopped()
        return super().exception()

    def __await__(self) -> Generator[Any, None, Any]:
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        return self.result()

    __iter__ = __await__

    def __getattr__(self, name: str) -> Any:
        # get_name, get_coro, cancelling, uncancel...
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._work, name)

    def set_result(self, result: Any) -> None:
        raise RuntimeError("a task's result is what its function returns")

    def set_exception(self, exception: Any) -> None:
        raise RuntimeError("a task's exception is what its function raises")

    def _how_it_stopped(self) -> CancelledError:
        # As asyncio does: the CancelledError that ended the task is raised once, for its cause.
        stopped, self._stopped = self._stopped, None
        return self._make_cancelled_error() if stopped is None else stopped

    def _work_ended(self, work: Task[Any]) -> None:
        error: BaseException | None = None
        if work.cancelled():
            try:
                work.result()
            except CancelledError as stopped:
                self._stopped = stopped
                super().cancel(*stopped.args[:1])
        elif (error := work.exception()) is not None:
            super().set_exception(error)
            super().exception()  # mark it as retrieved: it surfaces from the scope in any case
        else:
            super().set_result(work.result())
        self._tell(self, error)
        del error
