"""The object that programs know as `ctx`."""

import asyncio
import logging
from asyncio import CancelledError
from collections.abc import Callable, Coroutine
from typing import Any

from . import states
from .channels import stream
from .handles import Handle
from .observing import log, record
from .scopes import Disposables, Scope, current_scope
from .states import State

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


def scope(name: str, /, *given: State, disposables: Disposables | None = None) -> Scope:
    """Return a scope, for `async with`, that gives the state and owns the resources."""
    return Scope(name, given, disposables)


def spawn(
    function: Callable[..., Coroutine[Any, Any, Any]], /, *args: Any, **kwargs: Any
) -> Handle:
    """Run a function in a task of the current scope."""
    return current_scope(f"spawn {function!r}").spawn(function, *args, **kwargs)


def cancel() -> None:
    """Request that the current task ends."""
    _current_task("cancel").cancel()


def check_cancellation() -> None:
    """Raise CancelledError if the current task has been requested to end."""
    if _current_task("check the cancellation of").cancelling():
        raise CancelledError


def state[S](kind: type[S], /, default: S | None = None) -> S:
    """Return the state of exactly this type, else the default, else a new one."""
    given: Any = current_scope(f"look up state of type {kind.__name__}").states.get(kind)
    if given is not None:
        return given
    if default is not None:
        return default
    try:
        return kind()
    except Exception as error:
        message = f"no scope gives a {kind.__name__}, and it cannot be made without arguments"
        raise LookupError(message) from error


def variable(value: Any, /, *, default: Any = None) -> Any:
    """Set the variable of a value's type; given a type, return its variable or the default."""
    if isinstance(value, type):
        return states.look_up(value, default)
    return states.assign(value)


def log_error(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log an error."""
    log(logging.ERROR, message, *args, exception=exception)


def log_warning(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log a warning."""
    log(logging.WARNING, message, *args, exception=exception)


def log_info(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log what happens."""
    log(logging.INFO, message, *args, exception=exception)


def log_debug(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log a detail."""
    log(logging.DEBUG, message, *args, exception=exception)


def trace_id() -> str:
    """Return what the current scope shares with all others inside the same outermost scope."""
    return current_scope("look up the trace").trace


def _current_task(purpose: str) -> asyncio.Task[Any]:
    task = asyncio.current_task()
    if task is None:
        message = f"cannot {purpose} the current task: this code runs in none"
        raise RuntimeError(message)
    return task
