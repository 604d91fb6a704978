"""The scope: an `async with` block that nothing started in it outlives."""

from asyncio import CancelledError
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from types import TracebackType
from typing import Any, cast
from uuid import uuid4

from .failures import deliver_again, leaving
from .resources import Resources, Yielded
from .state import State, with_state
from .surroundings import Identity, Surroundings, current
from .tasks import ScopeTasks, this_task

__all__ = ["Scope"]


class Scope:
    """What `ctx.scope` gives; for one `async with` only (`scopes/single-use`).

    The order of things, which is the whole of the chapter *scopes*:

    1. The scope becomes current. The resources are entered, in order; their yield becomes state.
    2. The body runs.
    3. The tasks that have not ended are cancelled, once, and all are awaited; then the streams are
       closed.
    4. The resources are exited, in reverse order.
    5. What was current before is current again, by whichever way out.
    6. What went wrong leaves, if anything did; see `failures.leaving`.
    """

    # Since it is entered.
    _tasks: ScopeTasks
    _outer: Surroundings | None
    _requests_before: int

    def __init__(
        self,
        name: str,
        state: Iterable[State],
        disposables: Iterable[AbstractAsyncContextManager[Yielded, Any]],
    ) -> None:
        self._name = name
        self._state = tuple(state)
        self._disposables = tuple(disposables)
        self._resources = Resources()
        self._entered = False

    async def __aenter__(self) -> None:
        """Make the scope current and enter its resources.

        If one of them fails, the scope is left at once, as if the body had raised that error.

        Raises:
            RuntimeError: The scope was entered before (the first use goes on, untouched).
        """
        if self._entered:
            raise RuntimeError(f"Scope {self._name!r} can be entered only once: make another")
        outer = current.get()
        tasks = ScopeTasks(self._name)
        scope_id = uuid4().hex
        trace_id = scope_id if outer is None else outer.identity.trace_id
        surroundings = Surroundings(
            identity=Identity(name=self._name, scope_id=scope_id, trace_id=trace_id),
            tasks=tasks,
            state=with_state({} if outer is None else outer.state, self._state),
            variables={},  # variables/nested-scope: every scope starts with none
        )
        self._entered = True
        self._tasks = tasks
        self._outer = outer
        self._requests_before = this_task().cancelling()
        current.set(surroundings)
        try:
            for resource in self._disposables:
                given = await self._resources.enter(resource)
                # Replaced, not changed: a task spawned by an earlier resource does not see what a
                # later one gives (state/at-spawn).
                surroundings = replace(surroundings, state=with_state(surroundings.state, given))
                current.set(surroundings)
        except BaseException as error:
            await self.__aexit__(type(error), error, error.__traceback__)
            raise

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End everything in the scope, put back what was current, and raise what has to leave.

        Nothing is raised when only the body did, or nobody: then the interpreter lets that very
        exception go on (`failures/body-alone`).

        Raises:
            BaseExceptionGroup: Tasks failed.
            BaseException: The exit of a resource failed, and no task did: its error, itself.
            asyncio.CancelledError: A request to cancel arrived while the scope exited, and nothing
                failed.
        """
        outcome = await self._end(self._tasks, exception)
        try:
            if outcome is not exception:
                raise cast("BaseException", outcome)
        finally:
            # The traceback refers to this frame: without this, each failure would be in a cycle.
            del exception, traceback, outcome

    async def _end(
        self, tasks: ScopeTasks, exception: BaseException | None
    ) -> BaseException | None:
        """Do steps 3 to 5, and tell what has to leave the scope."""
        body, cancelled = exception, None
        if isinstance(exception, CancelledError):
            body, cancelled = None, exception
        try:
            cancelled = await tasks.end() or cancelled
            failed = leaving(self._name, tasks.failures, body)
            left = await self._resources.exit(cancelled if failed is None else failed)
            if isinstance(left, CancelledError):
                cancelled = left
            elif left is not failed:
                failed = leaving(self._name, tasks.failures, body, left)
            if failed is None:
                return cancelled
            if cancelled is not None:
                deliver_again(self._requests_before)
            return failed
        finally:
            # Set, not reset by token: the exit may run in another task than the enter, and then in
            # a context that knows nothing of the token (scopes/foreign-exit).
            current.set(self._outer)
            self._outer = None
            tasks.failures.clear()
            # Tracebacks refer to this frame too, and so does the task to what ends it.
            exception = body = cancelled = failed = left = None
            del tasks
