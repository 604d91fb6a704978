"""The tasks of the simulated loop, and their factory."""

import asyncio
from asyncio import AbstractEventLoop, Task
from collections.abc import Callable, Coroutine
from typing import Any, cast

__all__ = ("SimulatedTask", "registering")


class SimulatedTask(Task[Any]):
    """A task that hashes by its number of creation, and is named by it.

    `asyncio.TaskGroup` and others keep tasks in sets, whose order follows the hash, by default an
    address. With numbers, the same program cancels its tasks in the same order in every run.

    The numbers are the loop's own: those of asyncio's names go on from run to run, and what a run
    says of a task would depend on the runs before it.
    """

    def __init__(
        self,
        coro: Coroutine[Any, Any, Any],
        *,
        loop: AbstractEventLoop,
        **options: Any,
    ) -> None:
        # Before the task itself is made: an eager one is hashed, and runs, while it is made.
        self.number = next(cast("Any", loop).numbers)
        if options.get("name") is None:
            options["name"] = f"Task-{self.number}"
        super().__init__(coro, loop=loop, **options)

    def __hash__(self) -> int:
        return self.number

    def set_name(self, value: object) -> None:
        """Name the task.

        Args:
            value: Its name; None, with which some versions of asyncio's loop call this where nobody
                named the task, changes nothing.
        """
        if value is not None:
            super().set_name(value)


def registering(
    tasks: list[Task[Any]],
    wanted: Callable[..., Any] | None,
    kind: type[SimulatedTask] = SimulatedTask,
) -> Callable[..., Task[Any]]:
    """A task factory that keeps account; where asyncio's own kinds are wanted, of repeatable tasks.

    Args:
        tasks: To which each task is added as it is made.
        wanted: As `loop.set_task_factory` takes it; None for lazy tasks.
        kind: Of which kind repeatable tasks are.
    """

    def lazily(loop: AbstractEventLoop, coro: Coroutine[Any, Any, Any], **options: Any) -> Any:
        task = kind(coro, loop=loop, **options)
        tasks.append(task)
        return task

    if wanted is None:
        return lazily
    make = wanted
    if wanted is asyncio.eager_task_factory:
        make = asyncio.create_eager_task_factory(kind)

    def as_wanted(loop: Any, coro: Any, **options: Any) -> Any:
        task = make(loop, coro, **options)
        tasks.append(task)
        return task

    return as_wanted
