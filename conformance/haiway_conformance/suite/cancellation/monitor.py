"""Monitors of chapter cancellation: the parts of its clauses that hold in any program."""

from collections.abc import Iterator
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.execution import Failure, tells_cancellation
from haiway_conformance.programs.operations import Acknowledge, Deadline, Iterate, Start
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import (
    cancellation_may_leave,
    host_may_be_cancelled,
    may_be_cancelled,
    may_see_cancellation,
)

__all__ = ("MONITORS",)


def _not_invented(history: History) -> bool:
    """No task sees a CancelledError without a reason."""
    run = history.run
    if history.raises_cancellation or history.exits_interpreter:
        return False  # awaiters see what the program raises; a runner cancels main after an exit
    for seen in run.trace.of(Did.INTERRUPTED):
        if history.ownership.of(seen.task) is None and seen.task != "main":
            continue  # a resource: whether its entry and exit can be cancelled is open
        if seen.task.startswith("source of ") or _is_generator(history, seen.task):
            continue  # whether a generator is closed by CancelledError is open
        expect(
            may_see_cancellation(history, seen),
            f"{seen.task} was cancelled at {seen.subject}, but nothing had requested that, and no"
            " scope, helper or time-out around it had failed or ended",
        )
    for exited in run.trace.of(Did.EXITED):
        if tells_cancellation(exited.detail):
            expect(
                cancellation_may_leave(history, exited),
                f"scope {exited.subject} was left by CancelledError, though nothing had cancelled"
                f" {exited.task}",
            )
    return bool(run.trace.of(Did.INTERRUPTED)) or bool(history.failures)


def _is_generator(history: History, frame: str) -> bool:
    """Return whether a frame is the generator of a loop over a stream."""
    place = history.ownership.of(frame)
    return place is not None and isinstance(place.operation, Iterate)


def _clean_up_runs(history: History) -> bool:
    """The clean-up of a task that only its scope's exit has cancelled comes to its end."""
    run = history.run
    if history.requests or history.failures:
        return False
    if any(isinstance(each, Deadline) for each in run.program):
        return False
    applies = False
    for begun in run.trace.of(Did.CLEANS_UP):
        task = begun.task
        if not history.is_task(task) or not history.is_leaf(task):
            continue
        first = run.trace.first(Did.INTERRUPTED, task=task)
        if first is None or first.number > begun.number:
            continue  # it did not begin because of a cancellation, and may be cancelled itself
        applies = True
        interrupted = [
            each for each in run.trace.of(Did.INTERRUPTED, task=task) if each.number > begun.number
        ]
        scope = history.ownership.scope_of(task)
        if interrupted and scope and host_may_be_cancelled(history, scope, interrupted[0].number):
            continue  # exit may pass on a request from outside: `cancellation/second-request`
        expect(
            not interrupted,
            f"task {task}, which exit of its scope had cancelled, was cancelled once more in its"
            f" clean-up, at {interrupted[0].subject if interrupted else ''}",
        )
        expect(
            run.ended(task) is None or run.trace.first(Did.CLEANED_UP, task=task),
            f"the clean-up of task {task} began but did not run to its end",
        )
    return applies


def _not_swallowed(history: History) -> bool:
    """A task that another one has cancelled, in a run without failures, ends cancelled."""
    run = history.run
    if history.failures or run.trace.of(Did.REFUSED) or history.catches_cancellation:
        return False
    if any(isinstance(body.error, Failure) for body in run.bodies.values()):
        return False  # it may leave in place of the request, which stays pending
    applies = False
    for request in history.requests:
        task = request.subject
        began, ended = run.began(task), run.ended(task)
        if request.task == task or began is None or began.number > request.number or ended is None:
            continue
        # An awaiter passes the request on to what it awaits, which depends on the handle.
        if ended.number < request.number or run.trace.of(Did.AWAITS, task=task):
            continue
        applies = True
        expect(
            ended.did is Did.STOPPED,
            f"{request.task} cancelled {task}, no exception was raised anywhere, and yet {task}"
            f" {ended.did}: the request was swallowed{_where(history, task, request)}",
        )
    return applies


def _where(history: History, task: str, request: Event) -> str:
    """Return where a request was swallowed, for the message: the scope, helper or stream."""
    after = history.run.trace.of(Did.EXITED, Did.HELPED, Did.ENDED, task=task)
    first = next((each for each in after if each.number > request.number), None)
    return "" if first is None else f" by {first.subject}"


def _check(history: History) -> bool:
    """`check_cancellation` raises in a task with a pending request."""
    run = history.run
    if any(isinstance(each, Acknowledge) for each in run.program):
        return False
    applies = False
    for seen in _checks(history):
        cancelled = _earlier_requests(history, seen)
        began = run.began(seen.task)
        # Spawned tasks and the program's own are asyncio tasks; calls of handlers may share one.
        certain = began is not None and any(each.number > began.number for each in cancelled)
        if certain and (history.is_task(seen.task) or _is_own_task(history, seen.task)):
            applies = True
            expect(
                tells_cancellation(seen.detail),
                f"{cancelled[0].task} had cancelled {seen.task}, but check_cancellation() there"
                f" {'was quiet' if seen.detail == 'quiet' else seen.detail}",
            )
    return applies


def _check_quiet(history: History) -> bool:
    """`check_cancellation` is quiet in a task that nothing has cancelled."""
    applies = False
    for seen in _checks(history):
        if not may_be_cancelled(history, seen.task, seen.number, history.current(seen)):
            applies = True
            expect(
                seen.detail == "quiet",
                f"nothing had cancelled {seen.task}, but check_cancellation() there {seen.detail}",
            )
    return applies


def _checks(history: History) -> Iterator[Event]:
    """Yield what `check_cancellation` did, where it is known which code called it."""
    for seen in history.run.trace.of(Did.SAW, subject="check"):
        known = seen.task == "main" or history.ownership.of(seen.task) is not None
        if known and not seen.task.startswith("source of "):
            yield seen


def _earlier_requests(history: History, seen: Event) -> list[Event]:
    # A handle may pass a request on a little later.
    return [
        each
        for each in history.requests
        if each.subject == seen.task and each.iteration < seen.iteration
    ]


def _is_own_task(history: History, frame: str) -> bool:
    """Return whether a frame is main, or a task that the program has started itself."""
    place = history.ownership.of(frame)
    return frame == "main" or (place is not None and isinstance(place.operation, Start))


def _one_task(history: History) -> bool:
    """Where only leaf tasks are cancelled, no other task is cancelled before its scope ends."""
    run = history.run
    if not history.requests or any(isinstance(each, Deadline) for each in run.program):
        return False
    cancelled = {each.subject for each in history.requests}
    if not all(history.is_task(task) and history.is_leaf(task) for task in cancelled):
        return False
    if any(each.subject in cancelled for each in run.trace.of(Did.AWAITS)):
        return False
    for seen in run.trace.of(Did.INTERRUPTED):
        if seen.task in cancelled or not history.is_task(seen.task):
            continue
        # A failure, a helper or a stream that ends may cancel others, rightly or not.
        others = [*history.failures, *run.trace.of(Did.HELPS, Did.OPENS, Did.EXITED)]
        if any(each.number < seen.number for each in others):
            break
        scope = history.ownership.scope_of(seen.task)
        expect(
            any(history.exiting_by(each, seen.number) for each in history.ownership.chain(scope)),
            f"only {', '.join(sorted(cancelled))} had been cancelled, but task {seen.task} was"
            f" cancelled too, at {seen.subject}, before its scope {scope} ended",
        )
    return True


MONITORS: Final[dict[str, Monitor]] = {
    **monitored({"cancellation/not-invented": _not_invented}),
    **monitored(
        {"cancellation/clean-up-runs": _clean_up_runs}, "endless", failing=False, cancelling=False
    ),
    **monitored({"cancellation/not-swallowed": _not_swallowed}, failing=False, cancelling=True),
    **monitored({"cancellation/check": _check}, "endless", "cancel", "check", cancelling=True),
    **monitored(
        {"cancellation/check-quiet": _check_quiet}, "endless", "cancel", "check", cancelling=True
    ),
    **monitored(
        {"cancellation/one-task": _one_task}, "endless", "cancel", failing=False, cancelling=True
    ),
}
