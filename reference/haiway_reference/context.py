"""The facade `ctx`: all that a program does with scopes."""

import logging
from asyncio import CancelledError, Task
from collections.abc import AsyncIterable, Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from .logs import log
from .records import described
from .resources import Yielded
from .scope import Scope
from .state import State, find_state
from .streams import Stream
from .surroundings import own_context, required
from .tasks import this_task
from .variables import get_variable, set_variable

__all__ = ["Context", "ctx"]


class Context:
    """The class of `ctx`, its only instance.

    It has no state: each method looks up the scope that is current where it is called.
    """

    __slots__ = ()

    def scope(
        self,
        name: str,
        /,
        *state: State,
        disposables: Iterable[AbstractAsyncContextManager[Yielded, Any]] | None = None,
    ) -> Scope:
        """Make a scope, to be entered with `async with`, once.

        Args:
            name: For logs and messages. It need not be unique.
            state: Visible, by its type, in everything under the scope (`state/provided`).
            disposables: Resources, entered before the body and exited after the last task. What
                they yield becomes state too. See `Resources`.

        Returns:
            The scope. See `Scope` for what leaves its `async with`.

        Example:
            >>> async def main():
            ...     async with ctx.scope("server", Limits(connections=10)):
            ...         ctx.spawn(refresh_cache)  # cancelled when the block ends
            ...         await serve()
        """
        return Scope(name, state, () if disposables is None else disposables)

    def spawn[**P, R](
        self, function: Callable[P, Coroutine[Any, Any, R]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Task[R]:
        """Run a coroutine function as a task of the current scope.

        The task sees the state and the context variables that are current here and now, and no
        variables. What it sets is not seen here (`tasks/context-copied`). It need not be awaited.
        If it fails, the scope fails: its other tasks and its body are cancelled, and the exception
        leaves the scope in a group, even if the task was awaited. So an exception that should not
        end the scope has to be handled inside the function.

        Returns:
            A plain `asyncio.Task`, which can be awaited, cancelled, and passed to `asyncio.gather`
            or `asyncio.wait` (`tasks/result`, `tasks/handle`).

        Raises:
            RuntimeError: No scope is current, or it takes no more tasks because it is exiting or
                failing.
            TypeError: The function returned something else than a coroutine.
            Exception: The call of the function itself raised it (`tasks/call-error-at-spawn`).
        """
        return required("Spawning a task").tasks.spawn(function, args, kwargs, own_context())

    def stream[**P, Item](
        self, source: Callable[P, AsyncIterable[Item]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Stream[Item]:
        """Iterate over an asynchronous generator that runs in a task of its own.

        It sees the state and the context variables that are current here and now, and no variables.
        What it sets is not seen here (`streams/own-context`). It runs when an item is asked for,
        and its failure is raised there (`streams/failure`). It is closed when the current scope
        exits, at the latest (`streams/early-stop`).

        Returns:
            An iterator with `aclose()`, for any task.

        Raises:
            RuntimeError: No scope is current, or it has exited.
            TypeError: The function returned something else than an asynchronous iterable.
            Exception: The call of the function itself raised it.

        Example:
            >>> async for row in ctx.stream(rows, "customers"):
            ...     await handle(row)
        """
        scope = required("A stream").tasks
        # streams/arguments: just these, in their places.
        return Stream((source(*args, **kwargs),), scope, ends=1)

    def cancel(self) -> None:
        """Cancel the current task.

        It alone is cancelled (`cancellation/current`, `cancellation/current-only`).

        The CancelledError is raised at its next suspension. If there is none, the task ends
        cancelled when it returns.
        """
        this_task().cancel()

    def check_cancellation(self) -> None:
        """Raise CancelledError if the current task has been cancelled, else do nothing.

        This is for long stretches of code without a suspension. A request to cancel counts until it
        is acknowledged by `uncancel`, even if its CancelledError was caught (`cancellation/check`).
        Nothing else counts (`cancellation/check-quiet`).

        Raises:
            asyncio.CancelledError: `cancelling()` of the current task is above zero.
        """
        task = this_task()
        if task.cancelling():
            raise CancelledError("the current task has been cancelled")

    def state[S: State](self, state_type: type[S], /, default: S | None = None) -> S:
        """Return the state of exactly this type from the nearest scope that was given one.

        If there is none, return the default; if that is None, a new instance, made without
        arguments (`state/default`).

        Raises:
            RuntimeError: No scope is current.
            TypeError: There is no such state and no default, and an instance needs arguments.
        """
        return find_state(required("State").state, state_type, default)

    def variable(self, value: object, /, *, default: object = None) -> Any:
        """Set a variable, given an instance, or look one up, given its type.

        A variable belongs to one task in one scope. A spawned task and a nested scope start with
        none, and what they set is gone when they end.

        Args:
            value: An instance, to set the variable of its type; or a type, to look it up.
            default: Returned if the variable is not set.

        Returns:
            The variable that was looked up, or None.

        Raises:
            RuntimeError: No scope is current.

        Example:
            >>> ctx.variable(RequestId("42"))
            >>> ctx.variable(RequestId)
            RequestId('42')
        """
        if isinstance(value, type):
            return get_variable(value, default)
        return set_variable(value)

    def log_error(
        self,
        message: str,
        /,
        *args: object,
        exception: BaseException | None = None,
        **extra: object,
    ) -> None:
        """Log at level ERROR, marked with the current scope.

        Args:
            message: May contain `%` placeholders for the arguments, as in `logging`.
            args: The arguments.
            exception: Attached to the record as its `exc_info`.
            extra: Attached to the record as its `attributes`.
        """
        log(logging.ERROR, message, args, exception, extra)

    def log_warning(
        self,
        message: str,
        /,
        *args: object,
        exception: BaseException | None = None,
        **extra: object,
    ) -> None:
        """Log at level WARNING; otherwise as `log_error`."""
        log(logging.WARNING, message, args, exception, extra)

    def log_info(
        self,
        message: str,
        /,
        *args: object,
        exception: BaseException | None = None,
        **extra: object,
    ) -> None:
        """Log at level INFO; otherwise as `log_error`."""
        log(logging.INFO, message, args, exception, extra)

    def log_debug(
        self,
        message: str,
        /,
        *args: object,
        exception: BaseException | None = None,
        **extra: object,
    ) -> None:
        """Log at level DEBUG; otherwise as `log_error`."""
        log(logging.DEBUG, message, args, exception, extra)

    def record(
        self,
        level: int = logging.DEBUG,
        /,
        *,
        event: str | None = None,
        metric: str | None = None,
        value: float | None = None,
        unit: str | None = None,
        kind: str | None = None,
        attributes: Mapping[str, object] | None = None,
    ) -> None:
        """Record an event, a metric, or attributes on their own, marked with the current scope.

        Args:
            level: The level of the log record that is made.
            event: The name of an event.
            metric: The name of a metric, which needs a value and a kind.
            value: The value of the metric.
            unit: The unit of the value.
            kind: One of `ObservabilityMetricKind`, or its text.
            attributes: Any further values, by name.

        Raises:
            TypeError: The combination is incomplete (`observability/record-incomplete`).

        Example:
            >>> ctx.record(event="batch begun", attributes={"items": 10})
            >>> ctx.record(metric="duration", value=1.5, unit="s", kind="histogram")
        """
        values = {"event": event, "metric": metric, "value": value, "unit": unit}
        log(level, *described(**values, kind=kind, attributes=attributes))

    def trace_id(self) -> str:
        """Return the id that all scopes and tasks under one outermost scope share.

        Clause: `observability/trace-continues`.

        Raises:
            RuntimeError: No scope is current.
        """
        return required("A trace id").identity.trace_id


ctx = Context()
