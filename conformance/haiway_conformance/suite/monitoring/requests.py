"""Who may see a CancelledError, and why: reasons for a cancellation, read off a trace.

A task may be cancelled because the program asks it to stop, because a time-out around it is over,
because its scope ends or fails, or because whoever called or awaits it is asked to stop. A reason
is looked for generously: that a cancellation has one does not mean that it was right.
"""

from haiway_conformance.programs.operations import Deadline, HelperCall, Start
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.monitoring.history import History

__all__ = (
    "host_may_be_stopped",
    "may_be_stopped",
    "reason_to_leave",
    "reason_to_see",
)


def reason_to_see(history: History, event: Event) -> bool:
    """Whether there is a reason why who does what an event says sees a CancelledError there.

    Args:
        history: The run.
        event: The event.
    """
    frame, number = event.task, event.number
    return may_be_stopped(history, frame, number, history.current(event)) or _was_told(
        history, frame, number
    )


def reason_to_leave(history: History, exited: Event) -> bool:
    """Whether there is a reason why a CancelledError leaves a scope.

    Args:
        history: The run.
        exited: The end of its exit. That a task of the scope failed is no reason: it stops the
            body, and the failure leaves.
    """
    around = history.places.scope_of(exited.subject)
    return may_be_stopped(history, exited.task, exited.number, around) or _was_told(
        history, exited.task, exited.number
    )


def host_may_be_stopped(history: History, scope: str, number: int) -> bool:
    """Whether there is a reason why who runs a scope is asked to stop, by others than the scope.

    Args:
        history: The run.
        scope: The scope.
        number: The number of the event before which the reason is.
    """
    place = history.places.of(scope)
    return place is None or may_be_stopped(history, place.frame, number, scope)


def may_be_stopped(
    history: History,
    frame: str,
    number: int,
    within: str | None = None,
    seen: frozenset[str] = frozenset(),
) -> bool:
    """Whether there is a reason why a task or handler's call is asked to stop.

    Args:
        history: The run.
        frame: The task or handler's call.
        number: The number of the event before which the reason is.
        within: Where in it: what goes on in scopes further in is no reason. None for outside any
            scope that it enters itself.
        seen: Whose reasons are being looked for already.
    """
    if frame in seen:
        return False
    seen |= {frame}
    chain = list(history.places.chain(within))
    own = [scope for scope in history.places.hosted(frame) if scope in chain]
    return (
        any(each.subject == frame and each.number < number for each in history.requests)
        or any(
            history.failing_by(scope, number) and history.open_at(scope, number) for scope in own
        )
        or _time_is_out(history, frame, number, chain)
        or _from_outside(history, frame, number, seen)
        or any(
            may_be_stopped(history, each.task, number, history.current(each), seen)
            for each in history.run.trace.of(Did.AWAITS, subject=frame)
            if each.number < number
        )
    )


def _time_is_out(history: History, frame: str, number: int, chain: list[str]) -> bool:
    time = history.run.trace[min(number, len(history.run.trace) - 1)].time
    return any(
        isinstance(place.operation, Deadline)
        and time >= place.operation.seconds
        and (place.scope is None or place.scope in chain)
        for place in history.places.deadlines(frame)
    )


def _from_outside(history: History, frame: str, number: int, seen: frozenset[str]) -> bool:
    """Whether a task's scope ends or fails, or the caller of a handler or its helper does."""
    place = history.places.of(frame)
    if place is None or isinstance(place.operation, Start):
        return False
    if isinstance(place.operation, HelperCall):
        helper = place.operation.helper
        broken = any(
            each.number < number
            and (each.subject.startswith(f"{helper}[") or each.subject == f"source of {helper}")
            for each in history.run.trace.of(Did.FAILED, Did.STOPPED)
        )
        return broken or may_be_stopped(history, place.frame, number, place.scope, seen)
    scope = place.scope
    if scope is None:
        return False
    around = history.places.of(scope)
    return (
        history.exiting_by(scope, number)
        or history.failing_by(scope, number)
        or (
            around is not None and may_be_stopped(history, around.frame, number, around.scope, seen)
        )
    )


def _was_told(
    history: History, frame: str, number: int, seen: frozenset[str] = frozenset()
) -> bool:
    """Whether what it awaits, calls or reads was cancelled, so that it sees CancelledError too."""
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
                stopped = ended is not None and ended.did is Did.STOPPED
                never_began = history.run.began(each.subject) is None
                # What is awaited may itself have been told so by what it awaited.
                if (stopped or never_began) and (
                    may_be_stopped(history, each.subject, number)
                    or _was_told(history, each.subject, number, seen)
                ):
                    return True
            case Did.HELPS:
                if any(
                    one.subject.startswith(f"{each.subject}[") and one.number < number
                    for one in trace.of(Did.STOPPED)
                ):
                    return True
            case _:
                maker = history.places.scope_of(each.subject)
                if maker is None or any(
                    history.exiting_by(scope, number) for scope in history.places.chain(maker)
                ):
                    return True
    return False
