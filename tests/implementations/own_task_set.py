"""Scopes that keep a set of their tasks, and answer open questions differently from the reference.

Only `State` is shared with the reference. `own_scope` lists most of the differences. Besides,
variables belong to a task, whatever scopes it enters. There are neither streams nor helpers.
"""

import asyncio
import logging
from asyncio import CancelledError
from collections.abc import Iterable
from contextvars import Context, ContextVar, copy_context
from typing import Any

import haiway_reference
from haiway_conformance.adapter import Adapter
from own_scope import Scope, current

type _Variables = dict[type, Any]

_variables: ContextVar[_Variables | None] = ContextVar("variables", default=None)


class OwnTaskSet(Adapter):
    """Scopes that keep a set of their tasks.

    Attributes:
        fails_fast: True if a failed task stops its scope at once.
        eager: True if tasks begin while they are spawned.
    """

    name, version = "own task set", "1"
    State = haiway_reference.State
    fails_fast, eager = True, False

    def scope(self, name: str, /, *state: Any, disposables: Iterable[Any] | None = None) -> Any:
        return Scope(self, name, state, disposables or ())

    def spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        scope, _ = current.get() or (None, {})
        if scope is None or scope.over:
            raise RuntimeError("no scope takes tasks here")
        context: Context = copy_context()
        context.run(_variables.set, None)
        return scope.start(self.called(context, function, arguments, keywords), context)

    def called(self, context: Context, function: Any, arguments: Any, keywords: Any) -> Any:
        return context.run(function, *arguments, **keywords)

    def cancel(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    def check_cancellation(self) -> None:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise CancelledError

    def state(self, kind: Any, /, default: Any = None) -> Any:
        _, states = current.get() or (None, {})
        found = states.get(kind)
        return found if found is not None else default if default is not None else kind()

    def variable(self, wanted: Any, /, *, default: Any = None) -> Any:
        values = _variables.get() or {}
        if isinstance(wanted, type):
            return values.get(wanted, default)
        _variables.set({**values, type(wanted): wanted})
        return None

    def log_error(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        _log(logging.ERROR, message, arguments, exception)

    def log_warning(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        _log(logging.WARNING, message, arguments, exception)

    def log_info(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        _log(logging.INFO, message, arguments, exception)

    def log_debug(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        _log(logging.DEBUG, message, arguments, exception)

    def shaped(self, name: str, errors: list[BaseException]) -> BaseException:
        """Return the exception that leaves a scope for failed tasks, or for several errors."""
        return BaseExceptionGroup(name, errors)


def _log(level: int, message: str, arguments: tuple[Any, ...], exception: Any) -> None:
    scope, _ = current.get() or (None, {})
    info = None if exception is None else (type(exception), exception, exception.__traceback__)
    logging.getLogger(scope and scope.name).log(level, message, *arguments, exc_info=info)


class EagerOwnTaskSet(OwnTaskSet):
    """The same with eager tasks."""

    name = "eager own task set"
    task_factory = staticmethod(asyncio.eager_task_factory)
    eager = True


class LaxTaskSet(OwnTaskSet):
    """The same, but three clauses of level SHOULD are not kept.

    It does not fail fast, it raises no exception groups, and functions are called inside their
    task, so that an error of the call is the task's own.
    """

    name = "lax task set"
    fails_fast, eager = False, True

    async def called(self, context: Context, function: Any, arguments: Any, keywords: Any) -> Any:
        return await function(*arguments, **keywords)

    def shaped(self, name: str, errors: list[BaseException]) -> BaseException:
        failed = RuntimeError(f"scope {name} failed")
        failed.__cause__ = errors[0] if len(errors) == 1 else BaseExceptionGroup(name, errors)
        return failed
