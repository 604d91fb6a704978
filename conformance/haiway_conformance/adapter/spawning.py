"""Spawn a task, whether `spawn` is a plain function or a coroutine function: `spawned`."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from haiway_conformance.adapter.adapter import Adapter

__all__ = ("spawn_is_awaited", "spawned")


def spawn_is_awaited(adapter: "Adapter") -> bool:
    """Tell if `spawn` is a coroutine function, which gives the task when it is awaited.

    Args:
        adapter: The adapter.
    """
    return inspect.iscoroutinefunction(adapter.spawn)


async def spawned(
    adapter: "Adapter", function: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> Any:
    """Spawn a task.

    Args:
        adapter: The adapter.
        function: The function of the task.
        args: Its positional arguments.
        kwargs: Its keyword arguments.

    Returns:
        The task. Where `spawn` is a plain function, this suspends nowhere.
    """
    made = adapter.spawn(function, *args, **kwargs)
    return await made if spawn_is_awaited(adapter) else made
