"""Exceptions that leave a task, a scope or a helper."""

from asyncio import CancelledError, Task
from collections.abc import Sequence
from typing import Any, NoReturn

__all__ = ("error_of", "group", "raise_unchanged", "with_failures")

_set_context = BaseException.__dict__["__context__"].__set__


def error_of(task: Task[Any]) -> BaseException | None:
    """Return the exception that ended a task, a CancelledError included; None for a result."""
    try:
        return task.exception()
    except CancelledError as cancelled:
        return cancelled


def group(message: str, errors: Sequence[BaseException]) -> BaseException:
    """Return a group of the errors, each of them once."""
    return BaseExceptionGroup(message, list({id(error): error for error in errors}.values()))


def with_failures(request: CancelledError, failures: BaseException | None) -> CancelledError:
    """Return the CancelledError that leaves where a request to cancel met failures.

    The request's own is left as it is: it may be in the hands of the program.
    """
    if failures is None:
        return request
    cancelled = CancelledError(*request.args)
    cancelled.__cause__ = failures
    return cancelled


def raise_unchanged(error: BaseException) -> NoReturn:
    """Raise an exception that has been raised before, and leave its `__context__` as it is.

    By the descriptor of BaseException, since a class may forbid its attributes to be set.
    """
    context = error.__context__
    try:
        raise error
    finally:
        _set_context(error, context)
