"""Properties of `cancellation/simultaneous` where failures meet a request or a time-out."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Deadline, Wait
from haiway_conformance.simulation import Did
from haiway_conformance.suite.cancellation.checks import (
    DELIVERED_AGAIN,
    deadlines_of,
    goes_on_after,
    ran_out,
)
from haiway_conformance.suite.cancellation.programs import (
    endless_body,
    failing_scopes,
    goes_on,
    request_meets_failures,
)


@clause("cancellation/simultaneous")
@given(program=request_meets_failures())
def test_failures_that_meet_a_request_are_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError raised without the failures as its cause?"""
    for run in explore(program):
        request = run.trace.first(Did.REQUESTS, subject="runner")
        exited = run.exited("scope0")
        if request is not None:
            met = _failures_surface(run, after=request.number)
            run.premise(met and exited and request.number < exited.number)


def _failures_surface(run: Run, *, after: int) -> bool:
    """Demand that failures surface from each scope that was exited after a request.

    Args:
        run: The run.
        after: The number of the event that is the request.

    Returns:
        Whether there was a failure.
    """
    met = False
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
        met = met or bool(failed)
        expect(
            failed <= surfaced,
            f"{', '.join(sorted(failed - surfaced))}, by which tasks of scope {scope} failed, was"
            f" lost when their runner was asked to stop: the scope was left by {exited.detail}",
        )
        # What the body raises, and leaves an inner scope, may be found along __context__ too.
        exiting = run.exiting(scope)
        body = {exiting.detail} if exiting and exiting.detail.startswith("error") else set[str]()
        expect(
            inner | body <= chained,
            f"{', '.join(sorted((inner | body) - chained))}, which the body of scope {scope}"
            f" raised, was lost when it was asked to stop: the scope was left by {exited.detail}",
        )
        inner = chained
    return met


@programs
def timeout_meets_failures(build: Builder) -> Block:
    """Scopes with tasks that fail when cancelled, under a time-out; what leaves it is caught."""
    scopes = failing_scopes(build, endless_body(build), by_themselves=False)
    return goes_on(build, (Catch((Deadline(build.number(1, 2), scopes),)),))


@clause("cancellation/simultaneous")
@given(program=timeout_meets_failures())
def test_a_timeout_that_meets_failures_loses_neither(explore: Explorer, program: Program) -> None:
    """If this fails: what leaves the scope, and does the time-out's own request remain?"""
    (what,) = deadlines_of(program)
    for run in explore(program):
        run.premise(_failures_surface(run, after=0))
        done = run.trace.first(Did.TIMED_OUT, Did.CAUGHT, task="runner")
        expect(
            done or not run.ended("runner"),
            f"the {what} ran out, and tasks failed; around it, neither a TimeoutError nor a failure"
            " was raised",
        )
        goes_on_after(run, done.number if done else 0, f"the {what}")


@programs
def timeout_inside_meets_failures(build: Builder) -> Block:
    """Scopes with tasks that fail when cancelled, caught under a time-out, which goes on."""
    scopes = failing_scopes(build, endless_body(build), by_themselves=False)
    inside = (Catch(scopes), Wait("then", "idle"), *build.pauses(1), Wait("end", "idle"))
    return goes_on(build, (Deadline(build.number(1, 2), inside),))


@clause("cancellation/simultaneous")
@given(program=timeout_inside_meets_failures())
def test_a_timeout_still_runs_out_when_failures_are_caught_inside_it(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the time-out's request used up by failures that were raised instead?"""
    (what,) = deadlines_of(program)
    for run in explore(program):
        run.premise(_failures_surface(run, after=0))
        if DELIVERED_AGAIN:
            ran_out(run, what)
        last = run.trace.last(Did.TIMED_OUT, Did.GOES_ON, task="runner")
        timed_out = run.trace.last(Did.TIMED_OUT, task="runner") or last
        goes_on_after(run, timed_out.number if timed_out else 0, f"the {what}")
