"""The tasks of one scope: started together, stopped together, never left behind.

Why not `asyncio.TaskGroup`: it waits for its tasks where a scope cancels them, and of its
rules about failing and cancellation, which differ between Python versions, this page would
explain nothing. The set below is small enough to be read, and is the same in every version.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Callable, Coroutine, Mapping
from contextvars import Context
from typing import Any

__all__ = ["ScopeTasks"]


class ScopeTasks:
    """The tasks spawned while a scope was current, at any depth (`scopes/descendants`).

    Made in the task that enters the scope, the *host*. It takes tasks until it is *closing*: until
    the scope's exit begins or one of the tasks fails. From then on it refuses new ones, so each
    task has exactly one request to cancel from here (`cancellation/clean-up-runs`), and the number
    of tasks to wait for can only fall.

    Attributes:
        failures: What ended tasks, in the order in which they ended. Exceptions only: a task that
            ended cancelled has not failed (`failures/cancelled-is-not-failed`).
    """

    def __init__(self, scope_name: str) -> None:
        """Begin with no tasks, for the task that is running now.

        Raises:
            RuntimeError: There is no running task.
        """
        host = asyncio.current_task()
        if host is None:
            raise RuntimeError(
                f"Scope {scope_name!r} cannot be entered outside of an asyncio task: it has to be"
                " able to cancel the code inside it. Enter it in a coroutine that runs as a task,"
                " for example the one given to `asyncio.run`."
            )
        self.failures: list[BaseException] = []
        self._scope_name = scope_name
        self._loop = asyncio.get_running_loop()
        self._host: Task[Any] | None = host
        self._interrupted_host = False
        self._closing = ""  # why no more tasks are taken; empty while they are
        self._running: dict[Task[Any], None] = {}  # a set, in order of spawning
        self._all_ended: asyncio.Future[None] | None = None

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
            RuntimeError: The scope takes no more tasks, or belongs to another event loop.
            TypeError: The function gave something that is no coroutine.
        """
        if self._closing:
            raise RuntimeError(
                f"Scope {self._scope_name!r} {self._closing}, so it cannot run {function!r}: a task"
                " never outlives its scope. This usually comes from a clean-up that spawns, or from"
                " code that runs on after its scope. Await the coroutine there instead."
            )
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            raise RuntimeError(
                f"Scope {self._scope_name!r} belongs to another event loop, so it cannot run"
                f" {function!r} here. This usually comes from a thread that runs a loop of its own:"
                " enter a scope in that loop."
            )
        coroutine = context.run(function, *args, **kwargs)
        if not asyncio.iscoroutine(coroutine):
            raise TypeError(
                f"{function!r} cannot be spawned: calling it gave {coroutine!r}, which is no"
                " coroutine. Usually an `async` is missing before its `def`."
            )
        try:
            # Inside `context.run`, not with `context=`: task factories that do not know that
            # argument work too. The task copies the context, which is nobody else's.
            task: Task[R] = context.run(loop.create_task, coroutine)
        except BaseException:
            coroutine.close()  # hygiene/coroutines-awaited; nothing to do if it has run eagerly
            raise
        self._running[task] = None
        # An eager task may be done already. asyncio calls the callback from the loop all the same,
        # never from within this call: the host is not cancelled while it runs (gh-128588), and
        # every task is in `_running` before any failure is looked at (gh-128550).
        task.add_done_callback(self._ended)
        try:
            return task
        finally:
            # The frame of an eager task's coroutine refers to this one: no cycle through a failure.
            del task, coroutine

    def _ended(self, task: Task[Any]) -> None:
        """Take note of an ended task, and stop everything if it failed (`failures/fails-fast`)."""
        del self._running[task]
        if not self._running and self._all_ended is not None and not self._all_ended.done():
            self._all_ended.set_result(None)
        if task.cancelled():
            return  # failures/cancelled-is-not-failed
        failure = task.exception()  # also marks it as retrieved: hygiene/no-unretrieved
        if failure is None:
            return
        self.failures.append(failure)
        if self._closing:
            return  # all have been asked to stop, and what the host does now is exit
        # The type only: the repr is the user's code, and it may fail.
        self._close(f"is failing because of {type(failure).__qualname__}")
        if self._host is not None:
            self._interrupted_host = self._host.cancel()

    def _close(self, reason: str) -> None:
        """Take no more tasks, and ask those that run to stop: once, however often it is called."""
        if not self._closing:
            self._closing = reason
            for task in tuple(self._running):
                task.cancel()

    async def end(self) -> CancelledError | None:
        """Cancel what still runs and wait for all of it, clean-ups included.

        Clauses `scopes/exit-cancels-tasks`, `scopes/error-cancels-tasks`,
        `scopes/exit-awaits-tasks`.

        Returns:
            The first CancelledError that arrived while waiting. It does not shorten the wait
            (`scopes/exit-under-cancellation`); to let it go on is the caller's duty.
        """
        self._close("is exiting")
        cancelled: CancelledError | None = None
        try:
            while self._running:
                self._all_ended = self._loop.create_future()
                try:
                    await self._all_ended
                except CancelledError as error:
                    cancelled = error if cancelled is None else cancelled
            self._closing = "has exited"
            return cancelled
        finally:
            del cancelled  # its traceback refers to this frame: no cycle

    def withdraw(self) -> Task[Any] | None:
        """Take back the request to the host, if a failure led to one, and let go of the host.

        Called exactly once, after `end`. It keeps `cancelling()` balanced whatever the body did
        with the CancelledError (gh-95289, `hygiene/cancelling-balanced`).

        Returns:
            The task that had been asked to stop by this scope, or None.
        """
        host, self._host = self._host, None
        if host is None or not self._interrupted_host:
            return None
        host.uncancel()
        return host
