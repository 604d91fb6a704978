"""Tasks whose handle is a future, and no `asyncio.Task`: it hands each request on to the task."""

import asyncio
from asyncio import Future, Task
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx


class FutureHandles(ModuleAdapter):
    """The reference, whose `spawn` gives a future."""

    name = "future handles"

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.spawn = _spawn


class EagerFutureHandles(FutureHandles):
    """The same, where every task begins as soon as it is made."""

    name = "eager future handles"
    task_factory = staticmethod(asyncio.eager_task_factory)


def _spawn(function: Any, /, *arguments: Any, **keywords: Any) -> "_Handle":
    return _Handle(ctx.spawn(function, *arguments, **keywords))


class _Handle(Future[Any]):
    def __init__(self, task: Task[Any]) -> None:
        super().__init__(loop=task.get_loop())
        self._task = task
        task.add_done_callback(self._take_over)

    def cancel(self, msg: Any = None) -> bool:
        """Ask the task to stop; it decides how it ends."""
        return self._task.cancel(msg)

    def _take_over(self, task: Task[Any]) -> None:
        if task.cancelled():
            try:
                task.result()
            except asyncio.CancelledError as error:
                super().cancel(*error.args[:1])
        elif (error := task.exception()) is not None:
            self.set_exception(error)
            self.exception()  # whoever does not ask learns of it from the scope
        else:
            self.set_result(task.result())
