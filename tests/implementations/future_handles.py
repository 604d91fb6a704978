"""The reference with a `spawn` that returns a handle of its own instead of an `asyncio.Task`.

Cancelling the handle cancels the task behind it. Outside any scope, `spawn` creates a task that
belongs to none.
"""

import asyncio
from asyncio import Future, Task
from collections.abc import Generator
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx
from haiway_reference.surroundings import current


class FutureHandles(ModuleAdapter):
    """The reference with a `spawn` that returns an `asyncio.Future`."""

    name = "future handles"

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.spawn = _spawn


class EagerFutureHandles(FutureHandles):
    """The same with eager tasks."""

    name = "eager future handles"
    task_factory = staticmethod(asyncio.eager_task_factory)


class BareHandles(FutureHandles):
    """The reference with a `spawn` that returns an object with `__await__` and `cancel` only."""

    name = "bare handles"

    def __init__(self) -> None:
        super().__init__()
        self.spawn = _spawn_bare


def _spawn(function: Any, /, *arguments: Any, **keywords: Any) -> "Handle":
    if current.get() is None:
        return Handle(asyncio.get_running_loop().create_task(function(*arguments, **keywords)))
    return Handle(ctx.spawn(function, *arguments, **keywords))


def _spawn_bare(function: Any, /, *arguments: Any, **keywords: Any) -> "_Bare":
    return _Bare(ctx.spawn(function, *arguments, **keywords))


class _Bare:
    def __init__(self, task: Task[Any]) -> None:
        self._task = task

    def __await__(self) -> Generator[Any, None, Any]:
        return self._task.__await__()

    def cancel(self) -> bool:
        return self._task.cancel()


class Handle(Future[Any]):
    """A future that ends as a task does, and cancels it when it is cancelled."""

    def __init__(self, task: Task[Any]) -> None:
        super().__init__(loop=task.get_loop())
        self._task = task
        task.add_done_callback(self._take_over)

    def cancel(self, msg: Any = None) -> bool:
        """Cancel the task; the handle ends as the task does."""
        return self._task.cancel(msg)

    def _take_over(self, task: Task[Any]) -> None:
        if task.cancelled():
            try:
                task.result()
            except asyncio.CancelledError as error:
                super().cancel(*error.args[:1])
        elif (error := task.exception()) is not None:
            self.set_exception(error)
            self.exception()  # mark it as retrieved: it surfaces from the scope in any case
        else:
            self.set_result(task.result())
