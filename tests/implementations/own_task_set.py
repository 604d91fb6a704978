"""Scopes with a task set of their own, which go the other way wherever the specification lets them.

Nothing is shared with the reference but its `State`. For most of the ways see `own_scope`.
Variables are those of the task, whatever scopes it enters.
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
    """Scopes with a task set of their own.

    Attributes:
        fails_fast: Whether a failed task stops its scope at once.
        eager: Whether tasks begin as they are spawned.
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

    def log_info(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        scope, _ = current.get() or (None, {})
        info = None if exception is None else (type(exception), exception, exception.__traceback__)
        logging.getLogger(scope and scope.name).info(message, *arguments, exc_info=info)

    log_error = log_warning = log_debug = log_info

    def shaped(self, name: str, errors: list[BaseException]) -> BaseException:
        """What leaves a scope for several errors, or for any number of failed tasks."""
        return BaseExceptionGroup(name, errors)


class EagerOwnTaskSet(OwnTaskSet):
    """The same, where every task begins as soon as it is made."""

    name = "eager own task set"
    task_factory = staticmethod(asyncio.eager_task_factory)
    eager = True


class LaxTaskSet(OwnTaskSet):
    """The same without three things that are SHOULD: it does not fail fast, nor with groups.

    And its tasks begin at once, with the call of the function, whose errors are the task's.
    """

    name = "lax task set"
    fails_fast, eager = False, True

    async def called(self, context: Context, function: Any, arguments: Any, keywords: Any) -> Any:
        return await function(*arguments, **keywords)

    def shaped(self, name: str, errors: list[BaseException]) -> BaseException:
        failed = RuntimeError(f"scope {name} failed")
        failed.__cause__ = errors[0] if len(errors) == 1 else BaseExceptionGroup(name, errors)
        return failed
