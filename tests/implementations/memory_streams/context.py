"""The object that programs import as `ctx`."""

import asyncio
import logging
from asyncio import CancelledError, Task
from collections.abc import Callable, Coroutine
from typing import Any, cast

from .logs import log, record
from .merges import stream
from .scopes import Disposables, Scope, current
from .states import State, look_up, store

__all__ = (
    "cancel",
    "check_cancellation",
    "log_debug",
    "log_error",
    "log_info",
    "log_warning",
    "record",
    "scope",
    "spawn",
    "state",
    "stream",
    "trace_id",
    "variable",
)


def scope(name: str, /, *state: State, disposables: Disposables | None = None) -> Scope:
    """Make a scope, to be used with `async with` once."""
    return Scope(name, state, disposables)


def spawn(
    function: Callable[..., Coroutine[Any, Any, Any]], /, *args: Any, **kwargs: Any
) -> Task[Any]:
    """Run a function in a task under the current scope."""
    return current(f"spawn({function!r})").spawn(function, *args, **kwargs)


def cancel() -> None:
    """Request that the current task ends."""
    task = asyncio.current_task()
    if task is None:
        message = "ctx.cancel was called outside any task"
        raise RuntimeError(message)
    task.cancel()


def check_cancellation() -> None:
    """Raise CancelledError in a task that was requested to end."""
    task = asyncio.current_task()
    if task is not None and task.cancelling() > 0:
        raise CancelledError


def state[S: State](kind: type[S], /, default: S | None = None) -> S:
    """Return the nearest state of this very type, or the default, or one made for this scope.

    Raises:
        LookupError: There is none, and it cannot be made without arguments.
    """
    scope = current(f"state({kind.__name__})")
    try:
        return scope.state(kind, default)
    except Exception as error:
        message = f"no scope gives {kind.__name__}, which cannot be made without arguments"
        raise LookupError(message) from error


def variable(value: Any, /, *, default: Any = None) -> Any:
    """Set a variable; or look one up, given its type."""
    if isinstance(value, type):
        return look_up(cast("type[Any]", value), default)
    store(value)
    return None


def log_error(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log at level ERROR."""
    log(logging.ERROR, message, *args, exception=exception)


def log_warning(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log at level WARNING."""
    log(logging.WARNING, message, *args, exception=exception)


def log_info(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log at level INFO."""
    log(logging.INFO, message, *args, exception=exception)


def log_debug(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log at level DEBUG."""
    log(logging.DEBUG, message, *args, exception=exception)


def trace_id() -> str:
    """Return the identity of the outermost scope around this code."""
    return current("trace_id()").trace
