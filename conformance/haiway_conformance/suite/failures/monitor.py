"""Monitors of chapter failures: the parts of its clauses that hold in any program."""

from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.execution import Failure, described, tells_cancellation
from haiway_conformance.programs.operations import Scope
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.failures.checks import (
    expect_failures_surface,
    failure_names,
    left_as_raised,
    surfaced_names,
    unhandled_failures,
)
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import host_may_be_cancelled
from haiway_conformance.suite.scopes.checks import how

__all__ = ("MONITORS",)


def _surfaces(history: History) -> bool:
    run = history.run
    return (
        sum(
            expect_failures_surface(run, scope, unhandled_failures(run, scope))
            for scope in run.scopes
        )
        > 0
    )


def _all_surface(history: History) -> bool:
    run = history.run
    applies = False
    for scope in run.scopes:
        failures = unhandled_failures(run, scope)
        if len(failures) > 1:
            applies = expect_failures_surface(run, scope, failures) or applies
    return applies


def _in_clean_up(history: History) -> bool:
    """A failure of a task after its cancellation surfaces."""
    run = history.run
    applies = False
    for scope in run.scopes:
        late = {
            error: task
            for error, task in unhandled_failures(run, scope).items()
            if run.trace.first(Did.INTERRUPTED, task=task)
        }
        applies = expect_failures_surface(run, scope, late) or applies
    return applies


def _body_and_task(history: History) -> bool:
    run = history.run
    applies = False
    for scope in run.scopes:
        body, exited, failures = (
            run.bodies.get(scope),
            run.exited(scope),
            unhandled_failures(run, scope),
        )
        if body is None or exited is None or not failures:
            continue
        names = failure_names(described(body.error))
        applies = applies or bool(names)
        surfaced = surfaced_names(run, scope)
        expect(
            names <= surfaced,
            f"the body of scope {scope} raised {described(body.error)}, and tasks failed with"
            f" {', '.join(failures)}, but what the body raised did not surface: the scope was"
            f" exited {how(exited)}",
        )
    return applies


def _body_alone(history: History) -> bool:
    """Where no task failed and nothing was cancelled, the body's exception leaves unchanged."""
    run = history.run
    applies = False
    for scope in run.scopes:
        body, exited = run.bodies.get(scope), run.exited(scope)
        if body is None or exited is None or not isinstance(body.error, Failure):
            continue
        if history.failing_by(scope, exited.number) or _host_may_be_cancelled(history, scope):
            continue
        if _other_parts_decide(history, scope):
            continue
        applies = True
        expect(
            left_as_raised(run, scope),
            f"the body of scope {scope} raised {described(body.error)}, no task of it failed, and"
            f" nothing was cancelled; but the scope was exited {how(exited)}",
        )
    return applies


def _cancelled_is_not_failed(history: History) -> bool:
    """Where the body ended normally and no task failed, the scope is exited normally."""
    run = history.run
    applies = False
    for scope in run.scopes:
        exiting, exited = run.exiting(scope), run.exited(scope)
        if exiting is None or exited is None or exiting.detail != "normally":
            continue
        if history.failing_by(scope, exited.number) or _host_may_be_cancelled(history, scope):
            continue
        if _other_parts_decide(history, scope):
            continue
        cancelled = [
            task
            for task in run.tasks_of(scope)
            if (ended := run.ended(task)) is not None and ended.did is Did.STOPPED
        ]
        # A CancelledError that nothing has requested is `cancellation/not-invented`.
        if not cancelled or tells_cancellation(exited.detail):
            continue
        applies = True
        expect(
            exited.detail == "normally",
            f"the body of scope {scope} ended normally, {', '.join(cancelled)} ended cancelled,"
            f" none of its tasks failed, and yet the scope was exited with {exited.detail}",
        )
    return applies


def _other_parts_decide(history: History, scope: str) -> bool:
    """Return whether a resource or generator may decide what leaves a scope.

    A resource may suppress it, or fail to exit; an error of a generator that is being closed may
    surface there.
    """
    place = history.ownership.of(scope)
    if place is None or not isinstance(place.operation, Scope):
        return False
    if any(each.subject.startswith("source of ") for each in history.failures):
        return True
    trace = history.run.trace
    return any(
        each.suppresses
        or len(trace.of(Did.RESOURCE_EXITING, subject=each.name))
        > len(trace.of(Did.RESOURCE_EXITED, subject=each.name))
        for each in place.operation.resources
    )


def _host_may_be_cancelled(history: History, scope: str) -> bool:
    """Return whether the task that runs a scope may have been cancelled before the scope ended."""
    exited = history.run.exited(scope)
    return exited is None or host_may_be_cancelled(history, scope, exited.number)


def _gathered(history: History, got: Event) -> bool:
    """Return whether a task was awaited together with others, by `asyncio.gather`."""
    awaits = history.run.trace.of(Did.AWAITS, subject=got.subject, task=got.task)
    before = [each for each in awaits if each.number < got.number]
    return bool(before) and before[-1].detail == "gather of all"


def _awaiter(history: History) -> bool:
    """Awaiting a failed task raises what it failed with, or CancelledError."""
    run = history.run
    applies = False
    for got in run.trace.of(Did.GOT):
        failed = run.trace.first(Did.FAILED, subject=got.subject)
        if failed is None or failed.number > got.number or not history.is_task(got.subject):
            continue
        applies = True
        raised = got.detail.removeprefix("raised ")
        expect(
            raised != got.detail,
            f"task {got.subject} failed with {failed.detail}, but {got.task}, which awaited it, got"
            f" a value: {got.detail}",
        )
        expect(
            raised == failed.detail
            or tells_cancellation(raised)
            or _gathered(history, got),  # the first failure of any of the tasks is raised
            f"task {got.subject} failed with {failed.detail}, but {got.task}, which awaited it, got"
            f" {raised}",
        )
    return applies


MONITORS: Final[dict[str, Monitor]] = {
    **monitored(
        {
            "failures/surfaces": _surfaces,
            "failures/all-surface": _all_surface,
            "failures/in-clean-up": _in_clean_up,
        },
        "spawn",
        "endless",
        "spawn",
        "fail",
        failing=True,
    ),
    **monitored(
        {"failures/body-and-task": _body_and_task},
        *("spawn", "endless", "endless", "fail", "fail"),
        failing=True,
    ),
    **monitored({"failures/body-alone": _body_alone}, "fail", failing=True, cancelling=False),
    **monitored(
        {"failures/cancelled-is-not-failed": _cancelled_is_not_failed}, "endless", failing=False
    ),
    **monitored({"failures/awaiter": _awaiter}, "spawn", "await", "fail", failing=True),
}
