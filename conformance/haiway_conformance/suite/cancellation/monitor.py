"""What the chapter on cancellation says of any run."""

from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import Deadline, Start
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import (
    cancellation_may_leave,
    host_may_be_cancelled,
    may_be_cancelled,
    may_see_cancellation,
)

__all__ = ("MONITORS",)


def _not_invented(history: History) -> bool:
    """Nobody sees a CancelledError without a reason."""
    run = history.run
    for seen in run.trace.of(Did.INTERRUPTED):
        if history.places.of(seen.task) is None and seen.task != "main":
            continue  # a resource: whether its entry and exit can be cancelled is open
        if seen.task.startswith("source of "):
            continue  # whether a generator is closed by CancelledError is open
        expect(
            may_see_cancellation(history, seen),
            f"{seen.task} was cancelled at {seen.subject}; but nobody had asked it to stop, and no"
            " scope, helper or time-out around it was failing or over",
        )
    for exited in run.trace.of(Did.EXITED):
        if exited.detail.startswith("CancelledError"):
            expect(
                cancellation_may_leave(history, exited),
                f"scope {exited.subject} was left by CancelledError, though nobody had asked"
                f" {exited.task} to stop",
            )
    return bool(run.trace.of(Did.INTERRUPTED)) or bool(history.failures)


def _clean_up_runs(history: History) -> bool:
    """The clean-up of a task that only its scope's exit has asked to stop comes to its end."""
    run = history.run
    if history.requests or history.failures:
        return False
    if any(isinstance(each, Deadline) for each in run.program):
        return False
    met = False
    for begun in run.trace.of(Did.CLEANS_UP):
        task = begun.task
        if not history.is_task(task) or not history.is_leaf(task):
            continue
        first = run.trace.first(Did.INTERRUPTED, task=task)
        if first is None or first.number > begun.number:
            continue  # it began by itself, and may be cancelled
        met = True
        interrupted = [
            each for each in run.trace.of(Did.INTERRUPTED, task=task) if each.number > begun.number
        ]
        scope = history.places.scope_of(task)
        if interrupted and scope and host_may_be_cancelled(history, scope, interrupted[0].number):
            continue  # a request from outside, which the exit may pass on: second-request
        expect(
            not interrupted,
            f"task {task} was in its clean-up, which the end of its scope had begun, and was"
            f" cancelled there once more, at {interrupted[0].subject if interrupted else ''}",
        )
        expect(
            run.ended(task) is None or run.trace.first(Did.CLEANED_UP, task=task),
            f"the clean-up of task {task} began and did not come to its end",
        )
    return met


def _not_swallowed(history: History) -> bool:
    """A task that was asked to stop by another, in a run without failures, ends cancelled."""
    run = history.run
    if history.failures or run.trace.of(Did.REFUSED):
        return False
    met = False
    for request in history.requests:
        task = request.subject
        began, ended = run.began(task), run.ended(task)
        if request.task == task or began is None or began.number > request.number or ended is None:
            continue
        # Who awaits a task passes the request on to it, and depends on its handle.
        if ended.number < request.number or run.trace.of(Did.AWAITS, task=task):
            continue
        met = True
        expect(
            ended.did is Did.STOPPED,
            f"{request.task} asked {task} to stop, no exception was raised anywhere, and yet"
            f" {task} {ended.did}: the request was swallowed{_where(history, task, request)}",
        )
    return met


def _where(history: History, task: str, request: Event) -> str:
    after = history.run.trace.of(Did.EXITED, Did.HELPED, Did.ENDED, task=task)
    first = next((each for each in after if each.number > request.number), None)
    return "" if first is None else f" by {first.subject}"


def _check(history: History) -> bool:
    """`check_cancellation` raises in a task that was asked to stop, and only in such a one."""
    run = history.run
    met = False
    for seen in run.trace.of(Did.SAW, subject="check"):
        place = history.places.of(seen.task)
        if seen.task.startswith("source of ") or (place is None and seen.task != "main"):
            continue
        asked = [
            each
            for each in history.requests
            # A handle may pass a request on a little later.
            if each.subject == seen.task and each.iteration < seen.iteration
        ]
        began = run.began(seen.task)
        # Tasks of the program's own and spawned ones are asyncio's; a handler's call may share one.
        certain = began is not None and any(each.number > began.number for each in asked)
        if certain and (history.is_task(seen.task) or _own(history, seen.task)):
            met = True
            expect(
                seen.detail == "raised CancelledError",
                f"{asked[0].task} had asked {seen.task} to stop, and check_cancellation() was"
                f" {seen.detail}",
            )
        elif not may_be_cancelled(history, seen.task, seen.number, history.current(seen)):
            met = True
            expect(
                seen.detail == "quiet",
                f"nobody had asked {seen.task} to stop, and check_cancellation() {seen.detail}",
            )
    return met


def _own(history: History, frame: str) -> bool:
    place = history.places.of(frame)
    return frame == "main" or (place is not None and isinstance(place.operation, Start))


def _one_task(history: History) -> bool:
    """Where only leaf tasks are asked to stop, nobody else is cancelled before scopes end."""
    run = history.run
    if not history.requests or any(isinstance(each, Deadline) for each in run.program):
        return False
    asked = {each.subject for each in history.requests}
    if not all(history.is_task(task) and history.is_leaf(task) for task in asked):
        return False
    if any(each.subject in asked for each in run.trace.of(Did.AWAITS)):
        return False
    for seen in run.trace.of(Did.INTERRUPTED):
        if seen.task in asked or not history.is_task(seen.task):
            continue
        # A failure, a helper or a stream that ends may stop others, rightly or not.
        others = [*history.failures, *run.trace.of(Did.HELPS, Did.OPENS, Did.EXITED)]
        if any(each.number < seen.number for each in others):
            break
        scope = history.places.scope_of(seen.task)
        expect(
            any(history.exiting_by(each, seen.number) for each in history.places.chain(scope)),
            f"{', '.join(sorted(asked))} was asked to stop, and nobody else; but task {seen.task}"
            f" was cancelled at {seen.subject} before its scope {scope} came to its end",
        )
    return True


MONITORS: Final[dict[str, Monitor]] = {
    **monitored({"cancellation/not-invented": _not_invented}),
    **monitored(
        {"cancellation/clean-up-runs": _clean_up_runs}, "endless", failing=False, stopping=False
    ),
    **monitored({"cancellation/not-swallowed": _not_swallowed}, failing=False, stopping=True),
    **monitored({"cancellation/check": _check}, "endless", "stop", "check", stopping=True),
    **monitored(
        {"cancellation/one-task": _one_task}, "endless", "stop", failing=False, stopping=True
    ),
}
