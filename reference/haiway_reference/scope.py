"""The scope: an `async with` block that outlives everything started in it."""

from asyncio import CancelledError
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from types import TracebackType
from typing import Any, cast
from uuid import uuid4

from .failures import deliver_again, leaving
from .frames import clears_frame
from .resources import Resources, Yielded
from .scope_tasks import ScopeTasks
from .state import State, with_state
from .surroundings import Identity, Surroundings, current
from .tasks import this_task

__all__ = ["Scope"]


class Scope:
    """The object that `ctx.scope` returns, for one `async with`.

    The steps of its life, in their order:

    1. The scope becomes current. The resources are entered; what they yield becomes state.
    2. The body runs.
    3. The tasks that have not ended are cancelled, and all are awaited. Then the streams are
       closed.
    4. The resources are exited.
    5. The outer scope is current again, whichever way this one is left.
    6. If something failed, or the host was cancelled, an exception leaves.
    """

    # Assigned when it is entered.
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
        """Make the scope current, and enter its resources: step 1.

        If a resource fails to enter, the scope is left at once, as if the body had raised that
        error.

        Raises:
            RuntimeError: The scope has been entered before (`scopes/single-use`). Its first use
                goes on undisturbed.
        """
        if self._entered:
            raise RuntimeError(f"Scope {self._name!r} can be entered only once: make another")
        outer = current.get()
        tasks = ScopeTasks(self._name)
        scope_id = uuid4().hex
        # observability/trace-continues: the outermost scope begins the trace;
        # observability/trace-distinct, scopes/equal-names: with an id, which its name is not.
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
            # scopes/resource-entered-first: each of them, even those that are equal.
            for resource in self._disposables:
                given = await self._resources.enter(resource)
                # Replaced, not changed: a task spawned by an earlier resource does not see what a
                # later one gives (state/at-spawn).
                surroundings = replace(surroundings, state=with_state(surroundings.state, given))
                current.set(surroundings)
        except BaseException as error:
            # scopes/resource-enter-fails: undone by the same steps as a scope whose body failed.
            await self.__aexit__(type(error), error, error.__traceback__)
            raise

    @clears_frame
    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End everything in the scope, and raise the exception that has to leave: steps 3 to 6.

        It is raised here, inside the body of the outer scope, where it can be caught
        (`failures/through-nesting`). If it is the body's own exception, nothing is raised, and the
        interpreter lets that one go on (`failures/body-alone`).

        Raises:
            BaseExceptionGroup: Tasks failed.
            BaseException: A resource failed to exit, and no task failed: its error, itself.
            asyncio.CancelledError: The host was cancelled while the scope exited, and nothing
                failed.
        """
        outcome = await self._end(self._tasks, exception)
        if outcome is not exception:
            raise cast("BaseException", outcome)

    @clears_frame
    async def _end(
        self, tasks: ScopeTasks, exception: BaseException | None
    ) -> BaseException | None:
        """Carry out steps 3 to 5, and return the exception that has to leave in step 6."""
        body, cancelled = exception, None
        if isinstance(exception, CancelledError):
            body, cancelled = None, exception
        try:
            # Step 3. scopes/exit-under-cancellation: a cancellation meanwhile leaves afterwards.
            cancelled = await tasks.end() or cancelled
            failed = leaving(self._name, tasks.failures, body)
            # Step 4. scopes/resources: after the last task and stream. The body has ended as well:
            # it is what called this.
            left = await self._resources.exit(cancelled if failed is None else failed)
        finally:
            # Step 5. scopes/nesting-restores, state/restored: all at once, by putting one value
            # back. It is set, not reset by a token: the exit may run in another task than the
            # enter, in a context that does not know the token (scopes/foreign-exit). Nothing here
            # waits for the task that entered (scopes/foreign-exit-ends).
            current.set(self._outer)
        # Step 6.
        if isinstance(left, CancelledError):
            cancelled = left
        elif left is not failed:
            # scopes/resource-exit-fails: beside the failures of tasks, or with the body's error as
            # its `__context__`.
            failed = leaving(self._name, tasks.failures, body, left)
        tasks.release()
        # cancellation/downward, cancellation/not-swallowed: else a CancelledError leaves.
        if failed is None:
            return cancelled
        # cancellation/simultaneous, failures/body-and-request: the failure leaves, and the
        # cancellation comes after it.
        if cancelled is not None:
            deliver_again(self._requests_before)
        return failed
