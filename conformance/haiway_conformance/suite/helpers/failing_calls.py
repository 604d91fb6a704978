"""Helpers of which a handler call fails: programs, and checks of what became of the failure."""

from collections.abc import Callable

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import ORDERED, busy, calls, source
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Process,
    Sleep,
    Start,
    StartEagerly,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.helpers.checks import helper_end, is_handler_call
from haiway_conformance.suite.helpers.programs import HANDLER_FAILURES

__all__ = (
    "any_failure",
    "expect_first_failure",
    "failing_calls",
    "failing_calls_beside_slow_ones",
    "first_failures",
    "slow",
    "source_waited",
    "with_probe",
)


@calls
def failing_calls(build: Builder) -> Block:
    """Draw a call that fails at some step, while others run that only cancellation ends."""
    return _failing_call(build, busy)


@calls
def failing_calls_beside_slow_ones(build: Builder) -> Block:
    """Draw a call that fails at some step, while others run that take very long."""
    return _failing_call(build, slow)


def slow(build: Builder) -> Block:
    """Draw work that takes very long, and ends also where nothing cancels it."""
    return (*build.pauses(1), Sleep(9_999))


def _failing_call(build: Builder, busy: Callable[[Builder], Block]) -> Block:
    limit = build.number(1, 3)
    at = build.number(0, 2)
    bodies = [build.pauses(1) for _ in range(at)]
    # As many as fit beside the failing call run until they are cancelled.
    for index in range(min(at, limit - 1)):
        bodies[index] = busy(build)
    eagerly: Block = (StartEagerly(),) if build.seldom() else ()
    # An eager call may fail before the helper knows its task.
    before = () if eagerly else build.pauses(2)
    bodies.append((*before, any_failure(build)))
    bodies += [busy(build) for _ in range(build.number(0, 3))]
    drawn_source = source(build, bodies, ORDERED)
    return (*eagerly, *with_probe(f"h1[{at}]", Process("h1", drawn_source, limit)))


def any_failure(build: Builder) -> Fail:
    """Draw an operation that raises what ends a helper by default."""
    return a_failure(build, *HANDLER_FAILURES)


def with_probe(failing: str, call: Process) -> Block:
    """Return a call and a task that records when the loop is idle after a handler call ended."""
    probe = Start("probe", (Wait("idle", "idle", after=f"end of {failing}"),))
    return (probe, CleanUp((Catch((call,)),), (Cancel("probe"),)))


def expect_first_failure(run: Run) -> bool:
    """Check that the first failure ends the helper, and is raised as itself."""
    failures = first_failures(run)
    if not failures:
        return False  # if it hangs, other clauses are to blame
    first, end = failures[0], helper_end(run)
    run.must_end()
    expect(end is not None, "helper h1 never ended")
    if end is None:
        return False
    allowed = [f"raised the exception object {each.detail}" for each in failures]
    expect(
        end.detail in allowed,
        f"handler call {first.subject} raised {first.detail}, but helper h1 {end.detail}"
        f"{_origin(run, end)}",
    )
    return True


def first_failures(run: Run) -> list[Event]:
    """Return the failures of calls of which any may count as the first.

    These are the ones before the loop was idle again: which of several in quick succession is
    noticed first is open. A call that fails when it is cancelled is not among them, as it does so
    because of another failure.
    """
    idle = run.trace.first(Did.GOES_ON, subject="idle")
    return [
        each
        for each in run.trace.of(Did.FAILED)
        if is_handler_call(each.subject)
        and (idle is None or each.number < idle.number)
        and run.trace.first(Did.INTERRUPTED, task=each.subject) is None
    ]


def _origin(run: Run, end: Event) -> str:
    """Say for a message which task raised the exception that left the helper instead."""
    name = end.detail.removeprefix("raised the exception object ")
    task = next((each.task for each in run.trace.of(Did.FAILED) if each.detail == name), None)
    return f", which {task} raised when it was cancelled because of that" if task else ""


def source_waited(run: Run) -> bool:
    """Return whether the helper waited for its source when the first call failed, or after that."""
    name = "source of h1"
    failed = next(each for each in run.trace.of(Did.FAILED) if is_handler_call(each.subject))
    if run.waiting_at(name, failed):
        return True
    return any(each.number > failed.number for each in run.trace.of(Did.WAITS, task=name))
