"""The tasks of the simulated loop, and their factories."""

import asyncio
from asyncio import AbstractEventLoop, Task
from collections.abc import Callable, Coroutine
from typing import Any, Final, cast

__all__ = ("SimulatedTask", "factory_for")


class SimulatedTask(Task[Any]):
    """A task that hashes by its number of creation.

    `asyncio.TaskGroup` and others keep tasks in sets, whose order follows the hash, by default an
    address. With numbers, the same program cancels its tasks in the same order in every run.
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
        super().__init__(coro, loop=loop, **options)

    def __hash__(self) -> int:
        return self.number


def _lazily(loop: Any, coro: Any, **options: Any) -> SimulatedTask:
    return SimulatedTask(coro, loop=loop, **options)


_EAGERLY: Final = asyncio.create_eager_task_factory(SimulatedTask)


def factory_for(wanted: Callable[..., Any] | None) -> Callable[..., Any]:
    """The factory of tasks that are repeatable, where asyncio's own kinds are wanted.

    Args:
        wanted: As `loop.set_task_factory` takes it; None for lazy tasks.
    """
    if wanted is None:
        return _lazily
    return _EAGERLY if wanted is asyncio.eager_task_factory else wanted
