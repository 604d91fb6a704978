"""The tasks and streams of a scope: which it takes, and how they end."""

from asyncio import CancelledError, Task
from collections.abc import Callable, Coroutine, Mapping
from contextvars import Context
from typing import Any

from .frames import clears_frame
from .tasks import Tasks, this_task

__all__ = ["ScopeTasks"]


class ScopeTasks:
    """The tasks spawned while a scope is current, at any depth (`scopes/descendants`).

    Each scope has a set of its own, so that its exit ends neither less
    (`scopes/nested-tasks-end-inside`) nor more (`scopes/outer-tasks-go-on`,
    `scopes/independence`). The *host* is the task that enters the scope. The set takes tasks until
    the scope begins to exit or one of the tasks fails. Then the number of tasks to wait for can
    only fall.

    Attributes:
        failures: The exceptions that ended tasks, in the order in which the tasks ended.
    """

    def __init__(self, scope_name: str) -> None:
        """Begin with no tasks. The running task is the host."""
        self.failures: list[BaseException] = []
        self._scope_name = scope_name
        self._host = this_task()
        self._interrupted_host = False
        # While it is closing, tasks are refused with this reason.
        self._closing = False
        self._reason = "is exiting"
        self._exited = False
        self._tasks = Tasks()
        self._streams: dict[Tasks, Callable[[], None]] = {}

    def spawn[R](
        self,
        function: Callable[..., Coroutine[Any, Any, R]],
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        context: Context,
    ) -> Task[R]:
        """Call a function, and run the coroutine that it returns as a task of the scope.

        Raises:
            RuntimeError: The scope takes no more tasks, and the function was not called.
            TypeError: The function returned something else than a coroutine.
        """
        # scopes/late-spawn, scopes/after-exit: refused, since nothing would cancel and await the
        # task.
        if self._closing:
            raise RuntimeError(f"Scope {self._scope_name!r} {self._reason}: it takes no more tasks")
        # tasks/called-once, tasks/arguments: one call, with just these arguments, in the context
        # of the task. If it raises, the error leaves `spawn` (tasks/call-error-surfaces).
        coroutine = context.run(function, *args, **kwargs)
        return self._tasks.start(coroutine, context, self._ended)

    def keep_stream(self, tasks: Tasks, stop: Callable[[], None]) -> None:
        """Have the scope's exit stop a stream and wait for its tasks.

        Args:
            tasks: The tasks that read the stream's sources.
            stop: Called when the scope exits.

        Raises:
            RuntimeError: The scope has exited.
        """
        if self._exited:
            raise RuntimeError(f"Scope {self._scope_name!r} has exited: it takes no more streams")
        self._streams[tasks] = stop

    def forget_stream(self, tasks: Tasks) -> None:
        """Drop a stream that has been stopped."""
        self._streams.pop(tasks, None)

    def _ended(self, task: Task[Any], failure: BaseException | None) -> None:
        """Note a task's failure. The first one cancels everything (`failures/fails-fast`)."""
        # failures/cancelled-is-not-failed, cancellation/one-task: a cancelled task fails nothing.
        if failure is None or task.cancelled():
            return
        # failures/surfaces, failures/all-surface: kept until the scope's exit raises them;
        # failures/in-clean-up: those that tasks raise while the scope ends are kept as well.
        self.failures.append(failure)
        if self._closing:
            return  # all tasks have been cancelled already, and the host is exiting or about to
        # The type only: the repr of an exception is the user's code, and may fail.
        self._reason = f"is failing because of {type(failure).__qualname__}"
        self._close()
        self._interrupted_host = self._host.cancel()

    def _close(self) -> None:
        """Take no more tasks, and cancel those that run."""
        self._closing = True
        self._tasks.stop()

    @clears_frame
    async def end(self) -> CancelledError | None:
        """Cancel the tasks that have not ended, wait for all of them, then close the streams.

        Returns:
            The last CancelledError that arrived meanwhile, which the caller has to raise, or None.
        """
        # scopes/exit-cancels-tasks, scopes/error-cancels-tasks: whichever way the body ended.
        self._close()
        # scopes/exit-awaits-tasks: all have ended after this line, clean-ups included.
        cancelled = await self._tasks.wait()
        # streams/early-stop, merge/early-stop: the streams are closed after the tasks, which may
        # read from them in their clean-ups. The clean-up of one stream may make another.
        while self._streams:
            streams = dict(self._streams)
            for stop in streams.values():
                stop()
            for tasks in streams:
                cancelled = await tasks.wait() or cancelled
        self._exited = True
        # cancellation/not-invented, hygiene/cancelling-balanced: the request that `_ended` made is
        # taken back, whatever the body did with its CancelledError (gh-95289). So a time-out around
        # the scope counts only requests that are not the scope's (cancellation/timeouts-compose).
        if self._interrupted_host:
            self._host.uncancel()
        return cancelled

    def release(self) -> None:
        """Drop the exceptions, and the host, which may end with one (`hygiene/no-cycles`)."""
        self.failures.clear()
        del self._host
