"""Reasons for cancellation in a trace: may this task be cancelled, or see a CancelledError?

A task may be cancelled because the program requests it, because a time-out around it expires,
because its scope exits or fails, or because the code that called or awaits it is cancelled. The
search is generous: a cancellation that has a reason is not necessarily right.
"""

from haiway_conformance.programs.operations import Deadline, HelperCall, Start
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.monitoring.history import History

__all__ = (
    "cancellation_may_leave",
    "host_may_be_cancelled",
    "may_be_cancelled",
    "may_see_cancellation",
)


def may_see_cancellation(history: History, event: Event) -> bool:
    """Return whether there is a reason for a task to see a CancelledError at an event.

    Args:
        history: The run.
        event: The event of the task.
    """
    frame, number = event.task, event.number
    return may_be_cancelled(history, frame, number, history.current(event)) or _passed_on(
        history, frame, number
    )


def cancellation_may_leave(history: History, exited: Event) -> bool:
    """Return whether there is a reason for a CancelledError to leave a scope.

    That a task of the scope failed is no reason: it cancels the body, but the failure leaves.

    Args:
        history: The run.
        exited: The end of the scope's exit.
    """
    around = history.ownership.scope_of(exited.subject)
    return may_be_cancelled(history, exited.task, exited.number, around) or _passed_on(
        history, exited.task, exited.number
    )


def host_may_be_cancelled(history: History, scope: str, number: int) -> bool:
    """Return whether there is a reason outside a scope to cancel the task that runs it.

    Args:
        history: The run.
        scope: The scope.
        number: The number of an event; later reasons do not count.
    """
    place = history.ownership.of(scope)
    return place is None or may_be_cancelled(history, place.frame, number, scope)


def may_be_cancelled(
    history: History,
    frame: str,
    number: int,
    within: str | None = None,
    seen: frozenset[str] = frozenset(),
) -> bool:
    """Return whether there is a reason to cancel a task or handler's call.

    Args:
        history: The run.
        frame: The task or handler's call.
        number: The number of an event; later reasons do not count.
        within: The scope that it is in; nested scopes are no reason. None for outside any scope
            that it enters itself.
        seen: The tasks and calls whose reasons are being looked for already.
    """
    if frame in seen:
        return False
    seen |= {frame}
    chain = list(history.ownership.chain(within))
    own = [scope for scope in history.ownership.hosted(frame) if scope in chain]
    return (
        any(each.subject == frame and each.number < number for each in history.requests)
        or any(
            history.failing_by(scope, number) and history.open_at(scope, number) for scope in own
        )
        or _has_timed_out(history, frame, number, chain)
        or _from_outside(history, frame, number, seen)
        or any(
            may_be_cancelled(history, each.task, number, history.current(each), seen)
            for each in history.run.trace.of(Did.AWAITS, subject=frame)
            if each.number < number
        )
    )


def _has_timed_out(history: History, frame: str, number: int, chain: list[str]) -> bool:
    """Return whether a time-out that a task has set around its scopes has expired."""
    time = history.run.trace[min(number, len(history.run.trace) - 1)].time
    return any(
        isinstance(place.operation, Deadline)
        and time >= place.operation.seconds
        and (place.scope is None or place.scope in chain)
        for place in history.ownership.deadlines(frame)
    )


def _from_outside(history: History, frame: str, number: int, seen: frozenset[str]) -> bool:
    """Return whether a task's scope exits or fails, or a handler's helper or caller does."""
    place = history.ownership.of(frame)
    if place is None or isinstance(place.operation, Start):
        return False
    if isinstance(place.operation, HelperCall):
        helper = place.operation.helper
        broken = any(
            each.number < number
            and (each.subject.startswith(f"{helper}[") or each.subject == f"source of {helper}")
            for each in history.run.trace.of(Did.FAILED, Did.STOPPED)
        )
        return broken or may_be_cancelled(history, place.frame, number, place.scope, seen)
    scope = place.scope
    if scope is None:
        return False
    around = history.ownership.of(scope)
    return (
        history.exiting_by(scope, number)
        or history.failing_by(scope, number)
        or (
            around is not None
            and may_be_cancelled(history, around.frame, number, around.scope, seen)
        )
    )


def _passed_on(
    history: History, frame: str, number: int, seen: frozenset[str] = frozenset()
) -> bool:
    """Return whether something that a task awaits, calls or reads was cancelled.

    The CancelledError of an awaited task is raised in its awaiter too.
    """
    if frame in seen:
        return False
    seen |= {frame}
    trace = history.run.trace
    for each in trace.of(Did.AWAITS, Did.HELPS, Did.ASKS, task=frame):
        if each.number > number:
            continue
        match each.did:
            case Did.AWAITS:
                ended = history.run.ended(each.subject)
                cancelled = (ended is not None and ended.did is Did.STOPPED) or any(
                    request.subject == each.subject for request in history.requests
                )
                never_began = history.run.began(each.subject) is None
                # The awaited task may have got it from a task that it awaited in turn.
                if (cancelled or never_began) and (
                    may_be_cancelled(history, each.subject, number)
                    or _passed_on(history, each.subject, number, seen)
                ):
                    return True
            case Did.HELPS:
                if any(
                    one.subject.startswith(f"{each.subject}[") and one.number < number
                    for one in trace.of(Did.STOPPED)
                ):
                    return True
            case _:
                maker = history.ownership.scope_of(each.subject)
                if maker is None or any(
                    history.exiting_by(scope, number) for scope in history.ownership.chain(maker)
                ):
                    return True
    return False
