"""Scopes."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar, copy_context
from inspect import iscoroutine
from types import TracebackType
from typing import Any, Never, Protocol
from uuid import uuid4

from anyio import EndOfStream, create_memory_object_stream

from .guarded import wait_in_any_case
from .raising import outcome_error, raise_again
from .resources import Resources
from .states import State, VariableScope

__all__ = ("Closing", "Disposables", "Scope", "current", "enclosing")

type Disposables = Iterable[AbstractAsyncContextManager[Iterable[State] | State | None]]

_current: ContextVar["Scope | None"] = ContextVar("memory_streams_scope", default=None)


class Closing(Protocol):
    """Something under a scope that is closed when the scope's tasks have ended."""

    def stop(self) -> None:
        """Begin to close."""
        ...

    async def wait_stopped(self) -> CancelledError | None:
        """Wait until it is closed, in any case; return the first request to cancel meanwhile."""
        ...


def enclosing() -> "Scope | None":
    """Return the scope around this code that has not exited, or None."""
    scope = _current.get()
    return None if scope is None or scope.over else scope


def current(what: str) -> "Scope":
    """Return the scope around this code.

    Args:
        what: What needs it, for the error.

    Raises:
        RuntimeError: There is none, or it has exited.
    """
    scope = _current.get()
    if scope is None:
        message = f"{what} needs a scope, and there is none: call it inside `async with ctx.scope`"
        raise RuntimeError(message)
    if scope.over:
        message = f"{what} needs a scope, and {scope.name!r}, which was around it, has exited"
        raise RuntimeError(message)
    return scope


class Scope:
    """A scope.

    Attributes:
        name: Its name.
        identity: What no other scope has.
        trace: The identity of the outermost scope around it.
        over: Whether it has exited.
    """

    _host: Task[Any]

    def __init__(self, name: str, given: Iterable[State], disposables: Disposables | None) -> None:
        self.name = name
        self.identity = uuid4().hex
        self.trace = self.identity
        self.over = False
        self._outer: Scope | None = None
        self._states: dict[type, State] = {type(state): state for state in given}
        self._made: dict[type, State] = {}
        self._variables = VariableScope()
        self._resources = Resources(disposables or ())
        self._entered = False
        self._leaving = False
        self._tasks: dict[Task[Any], None] = {}
        self._closing: dict[Closing, None] = {}
        self._failures: list[BaseException] = []
        self._tasks_cancelled = False
        self._host_cancelled = False

    async def __aenter__(self) -> str:
        if self._entered:
            message = f"the scope {self.name!r} was entered a second time: make another one"
            raise RuntimeError(message)
        self._entered = True
        host = asyncio.current_task()
        if host is None:
            message = f"the scope {self.name!r} was entered outside any task"
            raise RuntimeError(message)
        self._host = host
        self._outer = _current.get()
        if self._outer is not None:
            self.trace = self._outer.trace
        for state in await self._resources.enter():
            self._states[type(state)] = state
        # Every task holds a clone of `alive`. When all are closed, `ended` is at its end.
        self._alive, self._ended = create_memory_object_stream[Never]()
        self._variables.open()
        _current.set(self)
        return self.trace

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._leaving = True
        self._cancel_tasks()
        request = await self._wait_for_tasks()
        # The clean-up of a stream's source may open further ones.
        while self._closing:
            closing = list(self._closing)
            for each in closing:
                each.stop()
            for each in closing:
                interrupted = await each.wait_stopped()
                request = interrupted if request is None else request
        if self._host_cancelled:
            self._host.uncancel()
        if request is None and isinstance(error, CancelledError) and self._host.cancelling():
            request = error
        try:
            leaving = await self._resources.exit(self._combine(error, request), request)
        finally:
            self.over = True
            self._variables.close()
            _current.set(self._outer)
        if leaving is not None and leaving is not error:
            raise_again(leaving)

    def spawn(
        self, function: Callable[..., Coroutine[Any, Any, Any]], /, *args: Any, **kwargs: Any
    ) -> Task[Any]:
        """Run a function in a task under this scope.

        Raises:
            RuntimeError: The scope fails or exits.
            TypeError: The function does not give a coroutine.
        """
        if self._leaving or self._failures:
            message = f"the scope {self.name!r} is about to end: {function!r} is not spawned"
            raise RuntimeError(message)
        context = copy_context()
        coroutine: object = context.run(function, *args, **kwargs)
        if not iscoroutine(coroutine):
            message = f"{function!r} was spawned, and gave {coroutine!r} instead of a coroutine"
            raise TypeError(message)
        alive = self._alive.clone()
        task = asyncio.get_running_loop().create_task(coroutine, context=context)
        self._tasks[task] = None

        def ended(task: Task[Any]) -> None:
            alive.close()
            del self._tasks[task]
            error = outcome_error(task)
            if error is not None and not isinstance(error, CancelledError):
                self._fail(error)

        task.add_done_callback(ended)
        return task

    def close_at_exit(self, closing: Closing) -> None:
        """Close something when the tasks have ended."""
        self._closing[closing] = None

    def has_closed(self, closing: Closing) -> None:
        """Forget something that has been closed."""
        self._closing.pop(closing, None)

    def state[S: State](self, kind: type[S], default: S | None) -> S:
        """Return the state of this very type that this scope or the nearest around it gives.

        Where none does, return the default, or one that is made once for this scope.
        """
        scope: Scope | None = self
        while scope is not None:
            found: Any = scope._states.get(kind)
            if found is not None:
                return found
            scope = scope._outer
        if default is not None:
            return default
        if kind not in self._made:
            self._made[kind] = kind()
        made: Any = self._made[kind]
        return made

    def _fail(self, error: BaseException) -> None:
        self._failures.append(error)
        self._cancel_tasks()
        if not self._leaving and not self._host_cancelled:
            self._host_cancelled = True
            self._host.cancel()

    def _cancel_tasks(self) -> None:
        if not self._tasks_cancelled:
            self._tasks_cancelled = True
            for task in list(self._tasks):
                task.cancel()

    async def _wait_for_tasks(self) -> CancelledError | None:
        at_end = False

        async def receive() -> None:
            nonlocal at_end
            try:
                await self._ended.receive()
            except EndOfStream:
                at_end = True

        self._alive.close()
        with self._ended:
            return await wait_in_any_case(receive, lambda: at_end)

    def _combine(
        self, error: BaseException | None, request: CancelledError | None
    ) -> BaseException | None:
        """Return what leaves, as long as no resource fails."""
        if error is not None and not isinstance(error, CancelledError):
            if not self._failures:
                return error
            failures = [error, *(each for each in self._failures if each is not error)]
        elif not self._failures:
            return error if request is None else request
        else:
            failures = self._failures
        return BaseExceptionGroup(f"failures in the scope {self.name!r}", failures)
