"""Time-outs around and inside scopes; requests, of time-outs and others, that meet failures.

`asyncio.timeout` cancels the task that it is in, and tells its own request from others by counting.
So whoever counts wrong, raises its own CancelledError, or puts something in the place of one, turns
a time-out into something else.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Deadline
from haiway_conformance.programs.strategies import timeouts as draw
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.runner import (
    DELIVERED_AGAIN,
    counted_as_before,
    not_lost,
    request_to_runner,
)


def _deadlines(program: Program) -> list[str]:
    """The time-outs of a program, outer ones first, as events name them."""
    return [f"deadline of {each.seconds:g} s" for each in program if isinstance(each, Deadline)]


def _left(exited: Event | None) -> str:
    """How scope0 was left, in a sentence."""
    if exited is None:
        return "scope scope0 was never left"
    how = exited.detail if exited.detail == "normally" else f"by {exited.detail}"
    return f"scope scope0 was left {how}"


def _goes_on_after(run: Run, number: int, what: str) -> None:
    """Demand that the runner goes on, to its end, after all time-outs, as if nothing had been."""
    ended = run.ended("runner")
    interrupted = [
        each for each in run.trace.of(Did.INTERRUPTED, task="runner") if each.number > number
    ]
    expect(
        not interrupted,
        f"after {what} was done, runner was cancelled at"
        f" {interrupted[0].subject if interrupted else ''}, though nobody had asked it to stop",
    )
    expect(
        ended is None or ended.did is Did.RETURNED,
        f"all that asked runner to stop was {what}; it should have gone on after it, but it"
        f" {ended.did if ended else ''} {ended.detail if ended else ''}".rstrip(),
    )
    counts = run.seen("cancelling()", task="runner")
    counted_as_before(run, counts, f"before and after {what}")


@clause("cancellation/timeouts-compose")
@given(program=draw.timeouts_around_scopes())
def test_a_timeout_around_scopes_ends_them_and_itself(explore: Explorer, program: Program) -> None:
    """If this fails: does CancelledError leave the scope, and is `cancelling()` left alone?"""
    (what,) = _deadlines(program)
    for run in explore(program):
        timed_out = run.trace.first(Did.TIMED_OUT, task="runner")
        run.premise(timed_out and run.scopes)
        _ran_out(run, what)
        _goes_on_after(run, timed_out.number if timed_out else 0, f"the {what}")
        for task in [each.subject for each in run.trace.of(Did.BEGAN)]:
            ended = run.ended(task)
            expect(
                task in ("main", "runner")
                or not timed_out
                or (ended and ended.number < timed_out.number),
                f"the {what} around the scope of task {task} was done before {task} had ended",
            )


def _ran_out(run: Run, what: str) -> None:
    expect(
        run.trace.first(Did.TIMED_OUT, subject=what, task="runner") or not run.ended("runner"),
        f"what the {what} was around does not end by itself, but no TimeoutError was raised there",
    )


@clause("cancellation/timeouts-compose")
@given(program=draw.timeouts_within_timeouts())
def test_timeouts_within_each_other_run_out_at_their_level(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is a request counted twice, or taken back by somebody else?"""
    outermost, *inner = _deadlines(program)
    for run in explore(program):
        last = run.trace.last(Did.TIMED_OUT, task="runner")
        run.premise(last and run.scopes)
        _ran_out(run, outermost)
        _goes_on_after(run, last.number if last else 0, f"the {outermost}")
        # One runs out for certain if those around it are far from it. Otherwise the world may
        # have let time pass of its own accord.
        near = next((each for each in (outermost, *inner) if each != "deadline of 99 s"), None)
        if near and run.time_stands_still:
            _ran_out(run, near)


@clause("cancellation/timeouts-compose")
@given(program=draw.timeouts_inside_scopes())
def test_timeouts_inside_a_scope_concern_nobody_else(explore: Explorer, program: Program) -> None:
    """If this fails: is a time-out in a task taken for the end of that task, or of its scope?"""
    for run in explore(program):
        timed_out = run.trace.of(Did.TIMED_OUT)
        run.premise(timed_out)
        expected = len(_deadlines(program))
        ended = run.ended("runner")
        expect(
            ended is None or len(timed_out) == expected,
            f"{expected} time-outs were around what does not end by itself; TimeoutError was raised"
            f" at {len(timed_out)} of them",
        )
        expect(
            ended is None or ended.did is Did.RETURNED,
            f"only time-outs inside scope scope0 ran out, and each was caught, but runner, which"
            f" runs it, {ended.did if ended else ''} {ended.detail if ended else ''}".rstrip(),
        )
        exiting, tasks = run.exiting("scope0"), run.tasks_of("scope0")
        for event in run.trace.of(Did.SAW, Did.INTERRUPTED):
            if exiting and event.number > exiting.number:
                continue
            expect(
                event.did is Did.INTERRUPTED or event.detail == "0",
                f"`cancelling()` of {event.task} beside its time-out was {event.detail}",
            )
            expect(
                event.did is Did.SAW or event.task not in tasks or event.subject[:3] != "end",
                f"{event.task} was cancelled at {event.subject}, though only time-outs of others"
                " had run out",
            )


@clause("cancellation/simultaneous")
@given(program=draw.request_meets_failures())
def test_a_request_that_meets_failures_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: is `cancelling()` above 0 when failures leave, and is it delivered again?"""
    for run in explore(program):
        request, exited = request_to_runner(run), run.exited("scope0")
        met = request and exited and request.number < exited.number
        run.premise(met and run.trace.of(Did.FAILED))
        not_lost(run, _left(exited))


@clause("cancellation/simultaneous")
@given(program=draw.request_meets_a_failing_exit())
def test_a_request_that_meets_a_failing_exit_is_not_lost(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is a request taken back that was not the scope's own?"""
    for run in explore(program):
        request, exited = request_to_runner(run), run.exited("scope0")
        run.premise(request and exited and request.number < exited.number)
        not_lost(run, _left(exited))


@clause("cancellation/simultaneous")
@pytest.mark.needs("cancel")
@given(program=draw.request_before_the_failing_scope())
def test_a_request_that_reaches_into_a_failing_scope_is_not_lost(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is a request taken for an old one that was only made before the scope?"""
    for run in explore(program):
        exited = run.exited("scope0")
        run.premise(exited and run.trace.of(Did.FAILED))
        not_lost(run, _left(exited))


@clause("cancellation/simultaneous")
@given(program=draw.request_meets_failures())
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


@clause("cancellation/simultaneous")
@given(program=draw.timeout_meets_failures())
def test_a_timeout_that_meets_failures_loses_neither(explore: Explorer, program: Program) -> None:
    """If this fails: what leaves the scope, and does the time-out's own request remain?"""
    (what,) = _deadlines(program)
    for run in explore(program):
        run.premise(_failures_surface(run, after=0))
        done = run.trace.first(Did.TIMED_OUT, Did.CAUGHT, task="runner")
        expect(
            done or not run.ended("runner"),
            f"the {what} ran out, and tasks failed; around it, neither a TimeoutError nor a failure"
            " was raised",
        )
        _goes_on_after(run, done.number if done else 0, f"the {what}")


@clause("cancellation/simultaneous")
@given(program=draw.timeout_inside_meets_failures())
def test_a_timeout_still_runs_out_when_failures_are_caught_inside_it(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the time-out's request used up by failures that were raised instead?"""
    (what,) = _deadlines(program)
    for run in explore(program):
        run.premise(_failures_surface(run, after=0))
        if DELIVERED_AGAIN:
            _ran_out(run, what)
        last = run.trace.last(Did.TIMED_OUT, Did.GOES_ON, task="runner")
        timed_out = run.trace.last(Did.TIMED_OUT, task="runner") or last
        _goes_on_after(run, timed_out.number if timed_out else 0, f"the {what}")
