"""The handle that `spawn` returns: a future, since the supervisor creates the task later."""

from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Generator
from contextvars import Context
from typing import Any

__all__ = ("Handle",)


class Handle(Future[Any]):
    """A future that ends as its task does.

    Attributes:
        work: Creates the coroutine.
        context: The context in which the task runs.
        quiet: True if its failure goes to a consumer instead of the scope.
        stop: Stops the work, if not by cancelling the task.
        task: The task, once it is created.
        requested: True if the handle was cancelled before the task was created.
        injected_tasks: Whether its scope or its consumer has stopped it.
        failure: The exception that ended the task.
        awaiters: The number of tasks that await it now; other ways of waiting do not count.
        delivered: True if one of them has received the failure.
        on_undelivered: Called when the last of them has left without the failure.
    """

    def __init__(
        self,
        loop: AbstractEventLoop,
        work: Callable[[], Any],
        context: Context,
        *,
        quiet: bool,
        stop: Callable[[], object] | None,
    ) -> None:
        super().__init__(loop=loop)
        self.work, self.context, self.quiet, self.stop = work, context, quiet, stop
        self.task: Future[Any] | None = None
        self.requested = self.injected_tasks = self.delivered = False
        self.failure: BaseException | None = None
        self.awaiters = 0
        self.on_undelivered: Callable[[Handle], object] | None = None

    def cancel(self, msg: Any = None) -> bool:
        """Cancel the task; the handle ends as the task does."""
        if self.done():
            return False
        if self.task is not None:
            return self.task.cancel(msg)
        self.requested = True
        return True

    def ask_to_stop(self) -> None:
        """Stop it for its scope or its consumer; a quiet one cleans up without being disturbed."""
        if self.quiet and self.injected_tasks:
            return
        self.injected_tasks = True
        if self.stop is None:
            self.cancel()
        else:
            self.stop()

    def __await__(self) -> Generator[Any, None, Any]:
        self.awaiters += 1
        try:
            return (yield from super().__await__())
        except BaseException as error:
            self.delivered = self.delivered or error is self.failure
            raise
        finally:
            self.awaiters -= 1
            if self.on_undelivered is not None and not self.delivered and not self.awaiters:
                self.on_undelivered(self)

    __iter__ = __await__

    def settle(self, task: Future[Any]) -> None:
        """End as the task has ended."""
        if task.cancelled():
            self.settle_cancelled()
        elif (failure := task.exception()) is not None:
            self.settle_failed(failure)
        else:
            self.set_result(task.result())

    def settle_cancelled(self) -> None:
        super().cancel()

    def settle_failed(self, failure: BaseException) -> None:
        self.failure = failure
        self.set_exception(failure)
        self.exception()  # mark it as retrieved: it surfaces from the scope in any case
