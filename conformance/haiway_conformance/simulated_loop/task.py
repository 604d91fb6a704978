"""The tasks of the simulated loop, and their factory."""

import asyncio
from asyncio import Task
from collections.abc import Callable, Coroutine
from typing import Any

from haiway_conformance.simulated_loop.known_tasks import KnownTasks
from haiway_conformance.simulated_loop.wrapper_tasks import wraps

__all__ = ("SimulatedTask", "lazy_task_factory", "registering")


class SimulatedTask(Task[Any]):
    """A task that hashes by its number of creation, and is named after it.

    `asyncio.TaskGroup` and others keep tasks in sets, whose order follows the hash, by default an
    address. With numbers, the same program cancels its tasks in the same order in every run.

    The numbers belong to the loop. Those in asyncio's own names count on from run to run, so that
    messages about a task would depend on the runs before it.

    Attributes:
        number: Its number of creation on its loop, from 1.
        is_wrapper: True if asyncio made it by itself, to wait for an object that is no future.
    """

    def __init__(
        self,
        coro: Coroutine[Any, Any, Any],
        *,
        loop: Any,
        name: str | None = None,
        **options: Any,
    ) -> None:
        # Before the task itself is made: an eager one is hashed, and runs, while it is made.
        self.number = next(loop.task_numbers)
        self.is_wrapper = wraps(coro)
        name = f"Task-{self.number}" if name is None else name
        super().__init__(coro, loop=loop, name=name, **options)

    def __hash__(self) -> int:
        return self.number

    def set_name(self, value: object) -> None:
        """Name the task.

        Args:
            value: Its name. None changes nothing: some versions of asyncio's loop call this with
                None for tasks created without a name.
        """
        if value is not None:
            super().set_name(value)


def lazy_task_factory(
    loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any], **options: Any
) -> Task[Any]:
    """Make a task that begins in the next iteration of the loop, as asyncio does by default.

    Args:
        loop: The loop.
        coro: The coroutine that the task runs.
        options: The other arguments of `asyncio.Task`.
    """
    return Task(coro, loop=loop, **options)


def registering(
    tasks: KnownTasks,
    wanted: Callable[..., Any] | None,
    kind: type[SimulatedTask] = SimulatedTask,
) -> Callable[..., Task[Any]]:
    """Make a task factory that registers tasks, and makes repeatable ones where it may.

    Args:
        tasks: Each task is added to them as it is made.
        wanted: As `loop.set_task_factory` takes it; None for lazy tasks. In place of asyncio's own
            kinds of tasks, repeatable ones are made.
        kind: The class of repeatable tasks.
    """

    def lazily(loop: Any, coro: Coroutine[Any, Any, Any], **options: Any) -> Any:
        task = kind(coro, loop=loop, **options)
        tasks.add(task)
        return task

    if wanted is None or wanted is lazy_task_factory:
        return lazily
    make = wanted
    if wanted is asyncio.eager_task_factory:
        make = asyncio.create_eager_task_factory(kind)

    def as_wanted(loop: Any, coro: Any, **options: Any) -> Any:
        task = make(loop, coro, **options)
        tasks.add(task)
        return task

    return as_wanted
