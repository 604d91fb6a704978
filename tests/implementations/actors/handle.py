"""What `spawn` gives: a future of its own, as its task is made later, by the supervisor."""

from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Generator
from contextvars import Context
from typing import Any

__all__ = ("Handle",)


class Handle(Future[Any]):
    """A future that its task settles.

    Attributes:
        work: Makes the coroutine.
        context: What the task runs in.
        quiet: Whether its failure is none of the scope's, as it has a consumer.
        stop: How it is asked to stop, if not by a request to its task.
        task: Its task, as soon as there is one.
        requested: Whether it was cancelled before there was one.
        asked_to_stop: Whether its scope or its consumer has stopped it.
        failure: What has ended it.
        awaiters: How many await it now. Who waits in another way than by `await` does not count.
        delivered: Whether one of them got the failure.
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
        self.requested = self.asked_to_stop = self.delivered = False
        self.failure: BaseException | None = None
        self.awaiters = 0
        self.on_undelivered: Callable[[Handle], object] | None = None

    def cancel(self, msg: Any = None) -> bool:
        """Ask the task to stop; it decides how it ends."""
        if self.done():
            return False
        if self.task is not None:
            return self.task.cancel(msg)
        self.requested = True
        return True

    def ask_to_stop(self) -> None:
        """Stop it for its scope or its consumer; a quiet one cleans up without being disturbed."""
        if self.quiet and self.asked_to_stop:
            return
        self.asked_to_stop = True
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
        """Take over how the task has ended."""
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
        self.exception()  # whoever does not ask learns of it from the scope
