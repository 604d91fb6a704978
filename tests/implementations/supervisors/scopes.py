"""Scopes: what they are made of, how they are entered and left."""

import asyncio
from asyncio import CancelledError
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar, copy_context
from inspect import iscoroutine
from itertools import count
from types import TracebackType
from typing import Any

from . import states
from .errors import group, raise_unchanged, with_failures
from .handles import Handle
from .resources import Resources
from .states import State
from .supervisor import Supervisor

__all__ = ("Scope", "current_scope", "found_scope")

type Disposables = Iterable[AbstractAsyncContextManager[Iterable[State] | State | None]]

_current: ContextVar["Scope | None"] = ContextVar("supervisors_scope", default=None)
_numbers = count(1)


def found_scope() -> "Scope | None":
    """Return the current scope, None outside any."""
    return _current.get()


def current_scope(purpose: str) -> "Scope":
    """Return the current scope.

    Raises:
        RuntimeError: There is none, or it has exited.
    """
    scope = _current.get()
    if scope is None:
        message = f"cannot {purpose}: there is no scope around this code"
        raise RuntimeError(message)
    if scope.exited:
        message = f"cannot {purpose}: the scope {scope.label} around this code has exited"
        raise RuntimeError(message)
    return scope


class Scope:
    """A scope, to be entered once.

    Attributes:
        label: Its name and a number that no other scope has.
        trace: The id shared by all scopes within one outermost scope.
        states: All state that is visible in it.
        exited: Whether it has been left, and all under it has ended.
        supervisor: The task that runs what is under it. Set from the end of entering on.
    """

    supervisor: Supervisor
    _task: asyncio.Task[Any]
    _variables: states.Variables

    def __init__(
        self, name: str, given: tuple[State, ...], disposables: Disposables | None
    ) -> None:
        number = next(_numbers)
        self.label = f"{name}#{number}"
        self.trace = f"trace#{number}"
        self.states: Mapping[type, State] = {}
        self.exited = False
        self._outer: Scope | None = None
        self._given = given
        self._resources = Resources(disposables or ())
        self._entered = False
        self._exiting = False
        self._failures: list[BaseException] = []
        self._body_cancelled = False

    async def __aenter__(self) -> None:
        if self._entered:
            message = f"the scope {self.label} was entered before: make another one"
            raise RuntimeError(message)
        self._entered = True
        task = asyncio.current_task()
        if task is None:
            message = f"cannot enter the scope {self.label} outside a task"
            raise RuntimeError(message)
        self._task = task
        self._outer = _current.get()
        if self._outer is not None:
            self.trace = self._outer.trace
            self.states = self._outer.states
        try:
            yielded = await self._resources.enter()
        except BaseException as error:
            leaving = await self._resources.exit(self._leaving, error, self._request(error))
            if leaving is error or leaving is None:
                raise
            raise_unchanged(leaving)
        self.states = {**self.states, **{type(state): state for state in (*self._given, *yielded)}}
        self.supervisor = Supervisor()
        self._variables = states.variables_of_current_task()
        _current.set(self)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._exiting = True
        self.supervisor.cancel_all()
        self.supervisor.finish()
        interrupted = await self.supervisor.join()
        if self._body_cancelled:
            self._task.uncancel()
        try:
            request = self._request(error) if interrupted is None else interrupted
            leaving = await self._resources.exit(self._leaving, error, request)
        finally:
            self.exited = True
            states.restore(self._variables)
            _current.set(self._outer)
        if leaving is not None and leaving is not error:
            raise_unchanged(leaving)

    def spawn(
        self, function: Callable[..., Coroutine[Any, Any, Any]], /, *args: Any, **kwargs: Any
    ) -> Handle:
        """Have the supervisor run a function in a task.

        Raises:
            RuntimeError: The scope is being left.
            TypeError: The function gives no coroutine.
        """
        if self._exiting:
            message = f"cannot spawn {function!r}: the scope {self.label} is exiting"
            raise RuntimeError(message)
        context = copy_context()
        coroutine: object = context.run(function, *args, **kwargs)
        if not iscoroutine(coroutine):
            message = f"cannot spawn {function!r}: it gave {coroutine!r}, not a coroutine"
            raise TypeError(message)
        handle = Handle(self._failed)
        self.supervisor.start(coroutine, context, handle)
        return handle

    def _failed(self, failure: BaseException) -> None:
        self._failures.append(failure)
        self.supervisor.cancel_all()
        if not self._exiting and not self._body_cancelled:
            self._body_cancelled = True
            self._task.cancel()

    def _request(self, error: BaseException | None) -> CancelledError | None:
        """Return the CancelledError that the body ended with, if somebody else asked for it."""
        requested = self._task.cancelling() > 0
        return error if requested and isinstance(error, CancelledError) else None

    def _leaving(
        self,
        error: BaseException | None,
        request: CancelledError | None,
        resource_errors: list[BaseException],
    ) -> BaseException | None:
        """Return what leaves the scope, from how its body, tasks and resources have ended."""
        errors = [*self._failures, *resource_errors]
        if not isinstance(error, CancelledError):
            errors = errors if error is None else [error, *errors]
        elif error.__cause__ is not None and (
            errors or (request is not None and request is not error)
        ):
            # It does not leave, but perhaps brought the failures of an inner scope.
            errors = [error.__cause__, *errors]
        failures: BaseException | None = None
        if self._failures or len(errors) > 1:
            failures = group(f"the scope {self.label} failed", errors)
        elif errors:
            failures = errors[0]
        if request is not None:
            return with_failures(request, failures)
        return failures if failures is not None else error
