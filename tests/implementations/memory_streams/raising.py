"""Raising exceptions again."""

import asyncio
import sys
from asyncio import CancelledError, Task
from typing import Any, NoReturn

__all__ = ("make_pending", "outcome_error", "raise_again")

_context = BaseException.__dict__["__context__"]


def outcome_error(task: Task[Any]) -> BaseException | None:
    """Return what ended a task that has ended: an exception, CancelledError, or None."""
    try:
        return task.exception()
    except CancelledError as cancelled:
        return cancelled


def raise_again(error: BaseException) -> NoReturn:
    """Raise an exception without changing its `__context__`.

    The attribute is set as that of BaseException: the exception's class may not let it be set.
    """
    kept = error.__context__
    try:
        raise error
    finally:
        _context.__set__(error, kept)


def make_pending() -> None:
    """Have a request to cancel that was delivered to the current task delivered once more.

    For where failures leave in its place. Before Python 3.13 the request would go astray if a
    time-out took it back, so there it only remains in `cancelling()`.
    """
    task = asyncio.current_task()
    if sys.version_info >= (3, 13) and task is not None and task.cancelling():
        task.uncancel()
        task.cancel()
