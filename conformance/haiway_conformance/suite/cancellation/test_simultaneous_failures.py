"""`cancellation/simultaneous`: where a request or time-out meets failures, no failure is lost.

They leave, or are found along `__cause__`. Tried with scopes whose tasks fail by themselves, or in
reaction to their cancellation.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Deadline, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import (
    REDELIVERS_REQUESTS,
    deadlines_of,
    expect_runner_continues,
    expect_timeout,
)
from haiway_conformance.suite.cancellation.programs import (
    cancelled_amid_failures,
    continuing_runner,
    endless_body,
    scopes_with_failing_tasks,
)


@clause("cancellation/simultaneous")
@given(program=cancelled_amid_failures())
def test_failures_that_meet_a_request_are_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails, check whether CancelledError is raised without the failures as its cause."""
    for run in explore(program):
        request = run.trace.first(Did.REQUESTS, subject="runner")
        exited = run.exited("scope0")
        if request is not None:
            applies = _expect_failures_surface(run, after=request.number)
            run.premise(applies and exited and request.number < exited.number)


def _expect_failures_surface(run: Run, *, after: int) -> bool:
    """Expect that failures surface from each scope that was exited after a request.

    Args:
        run: The run.
        after: The number of the event that is the request.

    Returns:
        True if there was a failure.
    """
    applies = False
    inner: set[str] = set()
    for exited in run.trace.of(Did.EXITED):
        scope = exited.subject
        if exited.number < after:
            continue
        surfaced, chained = run.surfaced(scope), run.surfaced(scope, context=True)
        failed = {
            each.detail
            for task in run.tasks_of(scope)
            for each in run.trace.of(Did.FAILED, subject=task)
        }
        applies = applies or bool(failed)
        expect(
            failed <= surfaced,
            f"{', '.join(sorted(failed - surfaced))}, by which tasks of scope {scope} failed, was"
            f" lost when their runner was cancelled: the scope was left by {exited.detail}",
        )
        # What the body raised, or an inner scope, may be found along `__context__` too.
        exiting = run.exiting(scope)
        body = {exiting.detail} if exiting and exiting.detail.startswith("error") else set[str]()
        expect(
            inner | body <= chained,
            f"{', '.join(sorted((inner | body) - chained))}, which the body of scope {scope}"
            f" raised, was lost when it was cancelled: the scope was left by {exited.detail}",
        )
        inner = chained
    return applies


@programs
def timeout_meets_failures(build: Builder) -> Block:
    """Draw a time-out around scopes whose tasks fail when cancelled; the runner catches that."""
    scopes = scopes_with_failing_tasks(build, endless_body(build), by_themselves=False)
    return continuing_runner(build, (Catch((Deadline(build.number(1, 2), scopes),)),))


@clause("cancellation/simultaneous")
@given(program=timeout_meets_failures())
def test_a_timeout_that_meets_failures_loses_neither(explore: Explorer, program: Program) -> None:
    """If this fails, check what leaves the scope, and whether the time-out's request remains."""
    (deadline,) = deadlines_of(program)
    for run in explore(program):
        run.premise(_expect_failures_surface(run, after=0))
        done = run.trace.first(Did.TIMED_OUT, Did.CAUGHT, task="runner")
        expect(
            done or not run.ended("runner"),
            f"the {deadline} expired, and tasks failed, but neither TimeoutError nor a failure was"
            " raised around it",
        )
        expect_runner_continues(run, done.number if done else 0, deadline)


@programs
def timeout_inside_meets_failures(build: Builder) -> Block:
    """Draw a time-out under which the failures of cancelled tasks are caught, and code goes on."""
    scopes = scopes_with_failing_tasks(build, endless_body(build), by_themselves=False)
    inside = (Catch(scopes), Wait("then", "idle"), *build.pauses(1), Wait("end", "idle"))
    return continuing_runner(build, (Deadline(build.number(1, 2), inside),))


@clause("cancellation/simultaneous")
@given(program=timeout_inside_meets_failures())
def test_a_timeout_still_runs_out_when_failures_are_caught_inside_it(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether failures use up the time-out's request."""
    (deadline,) = deadlines_of(program)
    for run in explore(program):
        run.premise(_expect_failures_surface(run, after=0))
        if REDELIVERS_REQUESTS:
            expect_timeout(run, deadline)
        last = run.trace.last(Did.TIMED_OUT, Did.GOES_ON, task="runner")
        timed_out = run.trace.last(Did.TIMED_OUT, task="runner") or last
        expect_runner_continues(run, timed_out.number if timed_out else 0, deadline)
