"""The tasks that asyncio makes by itself to wait for other objects: `is_wrapper`, `wraps`."""

import asyncio
from asyncio import Task
from types import CodeType
from typing import Any, Final

__all__ = ("is_wrapper", "wraps")

# The function within `ensure_future` that waits for an awaitable object which is no future.
_WRAPPERS: Final = frozenset(
    each for each in asyncio.ensure_future.__code__.co_consts if isinstance(each, CodeType)
)


def wraps(coroutine: object) -> bool:
    """Tell if a task for a coroutine is one that asyncio makes by itself: see `is_wrapper`.

    Args:
        coroutine: The coroutine.
    """
    return getattr(coroutine, "cr_code", None) in _WRAPPERS


def is_wrapper(task: Task[Any]) -> bool:
    """Tell if asyncio made a task by itself, to wait for an awaitable object that is no future.

    `asyncio.as_completed`, `gather` and `shield` do so. Their caller need not wait for all of these
    tasks, and nobody else can: so they may still be there when everything else has ended, and what
    they raise may never be looked at.

    Args:
        task: The task.
    """
    known: bool | None = getattr(task, "is_wrapper", None)
    if known is not None:
        return known
    # An eager task that has ended has no coroutine any more; in Python 3.12.1 it crashes when it is
    # asked for it.
    return not task.done() and wraps(task.get_coro())
