"""Tasks that are started together, stopped together, and never left behind.

`Tasks` is the one engine of everything that is concurrent here: `ScopeTasks`, the tasks of a scope,
and the helpers and streams are rules about who owns what fails, put on top of it.

Why not `asyncio.TaskGroup`: it waits for its tasks where a scope cancels them, and of its
rules about failing and cancellation, which differ between Python versions, this page would
explain nothing. The set below is small enough to be read, and is the same in every version.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Callable, Coroutine, Mapping
from contextvars import Context
from typing import Any, cast

__all__ = ["ScopeTasks", "Tasks", "ended_by", "this_task"]


class Tasks:
    """A set of tasks that has one end.

    Each task gets exactly one request to cancel from here (`cancellation/clean-up-runs`).

    Attributes:
        running: The tasks that have not ended, in the order in which they were started.
        stopped: Whether they have been asked to stop. What is started later is not.
    """

    def __init__(
        self, ended: Callable[[Task[Any], BaseException | None], object] | None = None
    ) -> None:
        """Begin with no tasks.

        Args:
            ended: Told of each task that has ended and of what ended it, if that was an exception;
                a CancelledError, if the task was cancelled.
        """
        self.running: dict[Task[Any], None] = {}
        self.stopped = False
        self._tell = ended
        self._some_ended = asyncio.Event()

    def start[R](self, coroutine: Coroutine[Any, Any, R], context: Context) -> Task[R]:
        """Run a coroutine as a task, in a copy of the context."""
        loop = asyncio.get_running_loop()
        # Inside `run`, not with `context=`: task factories that do not know that argument work too.
        # A copy, because an eager task may start another one in there.
        task: Task[R] = context.copy().run(loop.create_task, coroutine)
        self.running[task] = None
        # An eager task may be done already. asyncio calls the callback from the loop all the same,
        # never from within this call: the host is not cancelled while it runs (gh-128588), and
        # every task is in `running` before any failure is looked at (gh-128550).
        task.add_done_callback(self._ended)
        try:
            return task
        finally:
            # The frame of an eager task's coroutine refers to this one: no cycle through a failure.
            del task, coroutine

    def stop(self) -> None:
        """Ask those that run to stop: once, however often it is called."""
        if not self.stopped:
            self.stopped = True
            for task in tuple(self.running):
                task.cancel()

    async def one_ended(self) -> None:
        """Wait until the next one has ended."""
        self._some_ended.clear()
        await self._some_ended.wait()

    async def wait(self) -> CancelledError | None:
        """Wait until none is running, clean-ups included; if cancelled meanwhile, stop them.

        Returns:
            The last CancelledError that arrived. It does not shorten the wait; to let it go on is
            the caller's duty.
        """
        cancelled: CancelledError | None = None
        try:
            while self.running:
                try:
                    await self.one_ended()
                except CancelledError as error:
                    cancelled = error
                    self.stop()
            return cancelled
        finally:
            del cancelled  # its traceback refers to this frame: no cycle

    def _ended(self, task: Task[Any]) -> None:
        del self.running[task]
        self._some_ended.set()
        failure = ended_by(task)  # also marks it as retrieved: hygiene/no-unretrieved
        if self._tell is not None:
            self._tell(task, failure)


def this_task() -> Task[Any]:
    """Give the running task. There is one wherever a scope or helper is used."""
    return cast("Task[Any]", asyncio.current_task())


def ended_by(task: Task[Any]) -> BaseException | None:
    """Give the exception that ended a task, a CancelledError if it was cancelled, or None."""
    try:
        return task.exception()
    except CancelledError as error:
        return error


class ScopeTasks:
    """The tasks spawned while a scope was current, at any depth (`scopes/descendants`).

    Made in the task that enters the scope, the *host*. It takes tasks until the scope's exit begins
    or one of the tasks fails. From then on it refuses new ones (`scopes/late-spawn`), so that the
    number of tasks to wait for can only fall.

    Attributes:
        failures: What ended tasks, in the order in which they ended. Exceptions only: a task that
            ended cancelled has not failed (`failures/cancelled-is-not-failed`).
    """

    def __init__(self, scope_name: str) -> None:
        """Begin with no tasks, for the task that is running now."""
        self.failures: list[BaseException] = []
        self._scope_name = scope_name
        self._host = this_task()
        self._interrupted_host = False
        self._closing = ""  # why no more tasks are taken; empty while they are
        self._exited = False
        self._tasks = Tasks(self._ended)
        self._streams: dict[Tasks, Callable[[], None]] = {}

    def spawn[R](
        self,
        function: Callable[..., Coroutine[Any, Any, R]],
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        context: Context,
    ) -> Task[R]:
        """Call the function and run the coroutine it gives as a task of the scope.

        The function is called exactly once, in the task's own context, and an error of the call
        itself is raised here (`tasks/called-once`). It is not called at all when the scope takes
        no more tasks (`scopes/late-spawn`).

        Raises:
            RuntimeError: The scope takes no more tasks.
            TypeError: The function gave something that is no coroutine.
        """
        if self._closing:
            raise RuntimeError(
                f"Scope {self._scope_name!r} {self._closing}: it takes no more tasks"
            )
        coroutine = context.run(function, *args, **kwargs)
        try:
            return self._tasks.start(coroutine, context)
        finally:
            del coroutine  # no cycle through the frame of an eager task that fails

    def keep_stream(self, tasks: Tasks, stop: Callable[[], None]) -> None:
        """Stop a stream when the scope exits, and wait for its tasks (`streams/early-stop`).

        Raises:
            RuntimeError: The scope has exited.
        """
        if self._exited:
            raise RuntimeError(f"Scope {self._scope_name!r} has exited: it takes no more streams")
        self._streams[tasks] = stop

    def forget_stream(self, tasks: Tasks) -> None:
        """Let go of a stream that has ended."""
        self._streams.pop(tasks, None)

    def _ended(self, task: Task[Any], failure: BaseException | None) -> None:
        """Take note of an ended task, and stop everything if it failed (`failures/fails-fast`)."""
        if failure is None or task.cancelled():
            return  # failures/cancelled-is-not-failed
        self.failures.append(failure)
        if self._closing:
            return  # all have been asked to stop, and what the host does now is exit
        # The type only: the repr is the user's code, and it may fail.
        self._close(f"is failing because of {type(failure).__qualname__}")
        self._interrupted_host = self._host.cancel()

    def _close(self, reason: str) -> None:
        """Take no more tasks, and ask those that run to stop."""
        self._closing = self._closing or reason
        self._tasks.stop()

    async def end(self) -> CancelledError | None:
        """Cancel what still runs and wait for all of it, clean-ups included.

        Clauses `scopes/exit-cancels-tasks`, `scopes/error-cancels-tasks`,
        `scopes/exit-awaits-tasks`. The streams are closed after the tasks, which may read from
        them in their clean-ups.

        A request to the host that a failure led to is taken back: `cancelling()` stays balanced
        whatever the body did with the CancelledError (gh-95289, `hygiene/cancelling-balanced`).

        Returns:
            The last CancelledError that arrived while waiting. It does not shorten the wait
            (`scopes/exit-under-cancellation`); to let it go on is the caller's duty.
        """
        self._close("is exiting")
        cancelled = await self._tasks.wait()
        try:
            while self._streams:  # the clean-up of one may have made another
                streams = dict(self._streams)
                for stop in streams.values():
                    stop()
                for tasks in streams:
                    cancelled = await tasks.wait() or cancelled
            self._exited = True
            if self._interrupted_host:
                self._host.uncancel()
            return cancelled
        finally:
            cancelled = None  # no cycle through its traceback
            del self._host  # nor through what ends it
