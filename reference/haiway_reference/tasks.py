"""A set of tasks that are started together, cancelled together, and awaited together.

All concurrency here is built on `Tasks`. The tasks of a scope (`scope_tasks`), the calls of a
helper (`calls`) and the sources of a stream (`streams`) are such sets, with rules of their own for
what happens when one of the tasks fails.

Why not `asyncio.TaskGroup`: it waits for its tasks where a scope cancels them, and its rules for
failures and cancellation, which differ between Python versions, could not be read here.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, cast

from .frames import clears_frame

__all__ = ["OnEnd", "Tasks", "ended_by", "this_task"]

type OnEnd = Callable[[Task[Any], BaseException | None], object]
"""Called with a task that has ended and the exception that ended it: a CancelledError if the task
was cancelled, None if it returned."""


class Tasks:
    """A set of tasks that ends as a whole.

    Its tasks are plain `asyncio.Task` objects, and it does no more than start, cancel and await
    them. Much of the specification is met by leaving the rest to asyncio:

    - `tasks/result`, `failures/awaiter`, `cancellation/awaiting-cancelled`: an awaiter gets the
      result, the exception or the CancelledError from the task itself.
    - `tasks/concurrent`, `tasks/unawaited`: the event loop runs each task, awaited or not.
    - `cancellation/handle-cancel`, `cancellation/one-task`, `cancellation/ended-unaffected`:
      `cancel()` of a task is asyncio's, and no task refers to another.

    Attributes:
        running: The tasks that have not ended, in the order in which they were started. The event
            loop keeps only weak references to them (`tasks/kept`). None that has ended is kept
            (`hygiene/memory`).
        stopped: True once they have been cancelled. Tasks that are started later are not cancelled.
    """

    def __init__(self) -> None:
        """Begin with no tasks."""
        self.running: dict[Task[Any], None] = {}
        self.stopped = False
        self._some_ended = asyncio.Event()

    def start[R](
        self,
        coroutine: Coroutine[Any, Any, R],
        context: Context,
        on_end: OnEnd = lambda _task, _failure: None,
    ) -> Task[R]:
        """Run a coroutine as a task, in a copy of the context.

        Args:
            coroutine: The coroutine to run.
            context: The context to copy.
            on_end: Called when the task has ended.
        """
        loop = asyncio.get_running_loop()
        # Inside `run`, not with `context=`: task factories that lack that argument work too.
        # A copy, because an eager task may start another one in there.
        return self._add(context.copy().run(loop.create_task, coroutine), on_end)

    def _add[R](self, task: Task[R], on_end: OnEnd) -> Task[R]:
        """Take a new task into the set.

        This is a function of its own for the sake of eager tasks. Their frames refer to that of
        `start`, which must not refer to the task (`hygiene/no-cycles`).
        """
        self.running[task] = None
        # An eager task may be done already. asyncio calls the callback from the loop all the same,
        # never from within `start`: the host is not cancelled while it runs (gh-128588), and every
        # task is in `running` before any failure is looked at (gh-128550).
        task.add_done_callback(lambda task: self._ended(task, on_end))
        return task

    def stop(self) -> None:
        """Cancel the running tasks, at the first call only.

        cancellation/clean-up-runs: a second request could interrupt their clean-ups.
        """
        if not self.stopped:
            self.stopped = True
            for task in tuple(self.running):
                task.cancel()

    async def one_ended(self) -> None:
        """Wait until a task ends; nothing runs meanwhile to look for it (`hygiene/idle`)."""
        self._some_ended.clear()
        await self._some_ended.wait()

    @clears_frame
    async def wait(self) -> CancelledError | None:
        """Wait until no task is running.

        A cancellation of the caller cancels the tasks, and does not shorten the wait. Scopes,
        helpers and streams all wait here, so they keep `cancellation/downward` and
        `hygiene/no-orphans`, `scopes/exit-under-cancellation`, `process/caller-cancelled` and
        `execute/caller-cancelled` alike.

        Returns:
            The last CancelledError that arrived, which the caller has to raise once it is done
            (`cancellation/not-swallowed`), or None.
        """
        cancelled: CancelledError | None = None
        while self.running:
            try:
                await self.one_ended()
            except CancelledError as error:
                cancelled = error
                self.stop()
        return cancelled

    def _ended(self, task: Task[Any], on_end: OnEnd) -> None:
        del self.running[task]
        self._some_ended.set()
        # hygiene/no-unretrieved: `ended_by` marks the exception as retrieved.
        on_end(task, ended_by(task))


def this_task() -> Task[Any]:
    """Return the running task. There is one wherever a scope or a helper is used."""
    return cast("Task[Any]", asyncio.current_task())


def ended_by(task: Task[Any]) -> BaseException | None:
    """Return the exception that ended a task, a CancelledError if it was cancelled, or None."""
    try:
        return task.exception()
    except CancelledError as error:
        return error
