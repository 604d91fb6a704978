"""What the chapter on failures says of any run."""

from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.interpreter import Failure, described
from haiway_conformance.simulation import Did
from haiway_conformance.suite.failures.checks import all_surface, named, unhandled
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import host_may_be_cancelled

__all__ = ("MONITORS",)


def _surfaces(history: History) -> bool:
    run = history.run
    return sum(all_surface(run, scope, unhandled(run, scope)) for scope in run.scopes) > 0


def _all_surface(history: History) -> bool:
    run = history.run
    met = False
    for scope in run.scopes:
        failures = unhandled(run, scope)
        if len(failures) > 1:
            met = all_surface(run, scope, failures) or met
    return met


def _in_clean_up(history: History) -> bool:
    """What a task raises after it was cancelled surfaces."""
    run = history.run
    met = False
    for scope in run.scopes:
        late = {
            error: task
            for error, task in unhandled(run, scope).items()
            if run.trace.first(Did.INTERRUPTED, task=task)
        }
        met = all_surface(run, scope, late) or met
    return met


def _body_and_task(history: History) -> bool:
    run = history.run
    met = False
    for scope in run.scopes:
        body, exited, failures = run.bodies.get(scope), run.exited(scope), unhandled(run, scope)
        if body is None or exited is None or not failures:
            continue
        names = named(described(body.error))
        met = met or bool(names)
        surfaced = {found for name in run.surfaced(scope) for found in named(name)}
        expect(
            names <= surfaced,
            f"the body of scope {scope} raised {described(body.error)}, and tasks failed with"
            f" {', '.join(failures)}, but what the body raised did not surface: the scope was"
            f" exited {exited.detail}",
        )
    return met


def _body_alone(history: History) -> bool:
    """Where no task failed and nobody was asked to stop, the body's exception leaves as itself."""
    run = history.run
    met = False
    for scope in run.scopes:
        body, exited = run.bodies.get(scope), run.exited(scope)
        if body is None or exited is None or not isinstance(body.error, Failure):
            continue
        if history.failing_by(scope, exited.number) or _asked_to_stop(history, scope):
            continue
        met = True
        left = run.raised.get(scope)
        expect(
            left is body.error,
            f"the body of scope {scope} raised {described(body.error)}, no task of it failed, and"
            f" nobody was asked to stop; but the scope was exited {exited.detail}",
        )
    return met


def _cancelled_is_not_failed(history: History) -> bool:
    """Where the body ended normally and no task failed, the scope is exited normally."""
    run = history.run
    met = False
    for scope in run.scopes:
        exiting, exited = run.exiting(scope), run.exited(scope)
        if exiting is None or exited is None or exiting.detail != "normally":
            continue
        if history.failing_by(scope, exited.number) or _asked_to_stop(history, scope):
            continue
        stopped = [
            task
            for task in run.tasks_of(scope)
            if (ended := run.ended(task)) is not None and ended.did is Did.STOPPED
        ]
        # A CancelledError that nobody had asked for comes from elsewhere, and is another clause.
        if not stopped or exited.detail.startswith("CancelledError"):
            continue
        met = True
        expect(
            exited.detail == "normally",
            f"the body of scope {scope} ended normally, {', '.join(stopped)} ended cancelled, none"
            f" of its tasks failed, and yet the scope was exited with {exited.detail}",
        )
    return met


def _asked_to_stop(history: History, scope: str) -> bool:
    """Whether whoever runs a scope may have been asked to stop by the time it was left."""
    exited = history.run.exited(scope)
    return exited is None or host_may_be_cancelled(history, scope, exited.number)


def _awaiter(history: History) -> bool:
    """Awaiting a failed task raises what it failed with, or CancelledError."""
    run = history.run
    met = False
    for got in run.trace.of(Did.GOT):
        failed = run.trace.first(Did.FAILED, subject=got.subject)
        if failed is None or failed.number > got.number or not history.is_task(got.subject):
            continue
        met = True
        raised = got.detail.removeprefix("raised ")
        expect(
            raised != got.detail,
            f"task {got.subject} failed with {failed.detail}; {got.task}, which awaited it, got a"
            f" value: {got.detail}",
        )
        expect(
            raised == failed.detail or raised.startswith("CancelledError"),
            f"task {got.subject} failed with {failed.detail}; {got.task}, which awaited it, got"
            f" {raised}",
        )
    return met


MONITORS: Final[dict[str, Monitor]] = {
    **monitored(
        {
            "failures/surfaces": _surfaces,
            "failures/all-surface": _all_surface,
            "failures/in-clean-up": _in_clean_up,
            "failures/body-and-task": _body_and_task,
        },
        "spawn",
        "endless",
        "spawn",
        "fail",
        failing=True,
    ),
    **monitored({"failures/body-alone": _body_alone}, "fail", failing=True, stopping=False),
    **monitored(
        {"failures/cancelled-is-not-failed": _cancelled_is_not_failed}, "endless", failing=False
    ),
    **monitored({"failures/awaiter": _awaiter}, "spawn", "await", "fail", failing=True),
}
