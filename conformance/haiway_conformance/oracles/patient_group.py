"""A group of tasks in which a failure stops nobody: `PatientGroup`."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Coroutine
from contextvars import Context
from typing import Any, Self

__all__ = ("PatientGroup",)


class PatientGroup:
    """Like `asyncio.TaskGroup`, but what a task raises is kept until all have ended."""

    def __init__(self) -> None:
        self._tasks: list[Task[Any]] = []

    async def __aenter__(self) -> Self:
        """Return the group."""
        return self

    def create_task(self, work: Coroutine[Any, Any, Any], *, context: Context) -> Task[Any]:
        """Create a task."""
        task = asyncio.get_running_loop().create_task(work, context=context)
        self._tasks.append(task)
        return task

    async def __aexit__(self, _kind: object, error: BaseException | None, _: object) -> None:
        """Wait until all tasks have ended, and raise what they raised."""
        asked = error if isinstance(error, CancelledError) else None
        while running := [each for each in self._tasks if not each.done()]:
            try:
                await asyncio.wait(running)
            except CancelledError as request:
                asked = request if asked is None else asked
                for each in running:
                    each.cancel()
        ends = [each.exception() for each in self._tasks if not each.cancelled()]
        failures = [each for each in ends if each is not None]
        if asked is not None:
            if asked is not error or failures:
                # What has become its cause further in is kept, too.
                other = [asked.__cause__, None if error is asked else error, *failures]
                kept = [each for each in other if each is not None]
                raise asked from (BaseExceptionGroup("tasks", kept) if kept else None)
        elif failures:
            raise BaseExceptionGroup("tasks", [*([] if error is None else [error]), *failures])
