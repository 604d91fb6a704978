"""Requests and time-outs that meet helpers and streams: as with scopes, none is lost or invented.

What chapters process, execute and streams say of their own end is judged there; here is judged
what becomes of the task that calls a helper, or loops over a stream.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Deadline
from haiway_conformance.programs.strategies import cancelled_helpers as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.runner import (
    counted_as_before,
    not_lost,
    request_to_runner,
    stops,
)


def _stops(run: Run, what: str) -> None:
    """Demand that the runner ends cancelled, and say whether it was asked in something or after."""
    request, done = request_to_runner(run), run.trace.first(Did.HELPED)
    after = request is not None and done is not None and done.number < request.number
    stops(run, request, f"{'after' if after else 'in'} {what}")


def _all_ended_inside(run: Run, scope: str) -> None:
    """Demand that tasks, handlers and generators had ended when the cancelled scope was left."""
    exited = run.exited(scope)
    under = [
        each.subject
        for each in run.trace.of(Did.BEGAN)
        if each.subject not in ("main", "root", "runner")
        and not each.subject.startswith("source of")
    ]
    for name in under:
        ended = run.ended(name)
        expect(
            exited is None or (ended and ended.number < exited.number),
            f"runner was asked to stop, and left scope {scope} before {name}, which is under it,"
            " had ended",
        )


@clause("cancellation/downward")
@pytest.mark.needs("process", "execute")
@given(program=draw.helpers_at_work())
def test_a_request_reaches_the_handlers_of_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails: does a cancelled helper cancel all its calls?"""
    for run in explore(program):
        request = request_to_runner(run)
        exited = run.exited("scope0")
        if request is None or exited is None or exited.number < request.number:
            continue
        _all_ended_inside(run, "scope0")
        for call in [each.subject for each in run.trace.of(Did.BEGAN) if "[" in each.subject]:
            wait = run.waiting_at(call, request)
            if run.premise(wait and wait.subject.startswith("never")) and wait:
                expect(
                    run.trace.first(Did.INTERRUPTED, subject=wait.subject),
                    f"runner was asked to stop, and {call}, a call of its helper, was never"
                    f" cancelled at its wait for {wait.subject}",
                )


@clause("cancellation/downward")
@pytest.mark.needs("stream")
@given(program=draw.streams_at_work())
def test_a_request_ends_the_generator_of_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: who ends the generator when its consumer is cancelled?"""
    for run in explore(program):
        request = request_to_runner(run)
        exited = run.exited("scope0")
        if request is not None and exited is not None and exited.number > request.number:
            began, ended = run.began("stream"), run.ended("stream")
            before = began is not None and began.number < request.number
            run.premise(before and (ended is None or request.number < ended.number))
            _all_ended_inside(run, "scope0")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("process", "execute")
@given(program=draw.helpers_cancelled())
def test_a_helper_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError taken for a failure of a handler, and tolerated?"""
    for run in explore(program, any_ending=True):
        run.premise(_asked_in_helper(run))
        _stops(run, "its helper")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("process", "execute", "spawn")
@given(program=draw.helpers_at_work())
def test_a_helper_that_would_go_on_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError taken for a failure of a handler, and tolerated?"""
    for run in explore(program, any_ending=True):
        run.premise(_asked_in_helper(run))
        _stops(run, "its helper")


def _asked_in_helper(run: Run) -> bool:
    """Whether the runner was asked to stop while its helper was at work, or directly before."""
    request = request_to_runner(run)
    called, done = run.trace.first(Did.HELPS), run.trace.first(Did.HELPED)
    if request is None or called is None or request.number + 1 < called.number:
        return False
    return done is None or request.number < done.number


@clause("cancellation/not-swallowed")
@pytest.mark.needs("stream")
@given(program=draw.streams_cancelled())
def test_a_loop_over_a_stream_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError taken for the end of the stream?"""
    for run in explore(program, any_ending=True):
        request, began, left = request_to_runner(run), run.began("stream"), run.exiting("scope0")
        by_itself = request is not None and request.task == "runner"
        if request is not None and began is not None and not by_itself:
            # The generator may have ended long before the loop over what it gave.
            going_on = left is None or request.number < left.number
            run.premise(going_on and began.number < request.number)
        run.premise(by_itself)
        _stops(run, "its loop over a stream")


@clause("cancellation/not-swallowed")
@pytest.mark.needs("stream")
@given(program=draw.streams_cancelled_as_they_close())
def test_the_closing_of_a_stream_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is CancelledError dropped by who waits for a generator's clean-up?"""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run)
        # Where there is no `aclose`, or it does not wait, the stream is closed soon after.
        closing = run.trace.first(Did.WAITS, Did.SAW, subject="aclose of s1")
        run.premise(request and closing and closing.number < request.number)
        _stops(run, "its closing of a stream")


@clause("cancellation/not-invented")
@pytest.mark.needs("process", "execute")
@given(program=draw.failing_helpers())
def test_no_cancellation_follows_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails: is a failing helper's own cancellation kept from its caller and scope?"""
    for run in explore(program):
        run.premise(any("[" in each.task for each in run.trace.of(Did.FAILED)))
        for helped in run.trace.of(Did.HELPED):
            expect(
                not helped.detail.startswith("raised CancelledError"),
                f"helper {helped.subject} raised CancelledError, though nobody had asked runner to"
                " stop",
            )
        _nobody_is_stopped(run, "after its helpers were done")


@clause("cancellation/not-invented")
@pytest.mark.needs("stream")
@given(program=draw.failing_streams())
def test_no_cancellation_follows_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: is a failing generator taken for a failing task of the scope?"""
    for run in explore(program):
        run.premise(run.trace.of(Did.CAUGHT, task="runner"))
        _nobody_is_stopped(run, "beside or after its loop over a stream")


def _nobody_is_stopped(run: Run, when: str) -> None:
    """Demand that nobody in scope around is cancelled before it is exited."""
    exiting = run.exiting("around")
    for event in run.trace.of(Did.INTERRUPTED):
        inside = event.task == "runner" or event.task in run.tasks_of("around")
        expect(
            not inside or (exiting and exiting.number < event.number),
            f"{event.task} was cancelled at {event.subject} {when}, though nobody had asked it to"
            " stop",
        )
    counted_as_before(run, run.seen("cancelling()", task="runner"), when)


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("process", "execute", "spawn")
@given(program=draw.timeouts_around_helpers())
def test_a_timeout_around_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails: does CancelledError leave the helper, and is `cancelling()` left alone?"""
    for run in explore(program):
        run.premise(run.trace.first(Did.HELPS) and run.trace.of(Did.TIMED_OUT))
        _ran_out(run)


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream", "spawn")
@given(program=draw.timeouts_around_streams())
def test_a_timeout_around_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: does CancelledError reach the consumer as itself?"""
    for run in explore(program):
        run.premise(run.began("stream") and run.trace.of(Did.TIMED_OUT))
        _ran_out(run)


def _ran_out(run: Run) -> None:
    """Demand that the outermost time-out runs out, and the runner goes on after it."""
    what = next(f"{each.seconds:g} s" for each in run.program if isinstance(each, Deadline))
    ended = run.ended("runner")
    timed_out = run.trace.last(Did.TIMED_OUT, task="runner", subject=f"deadline of {what}")
    expect(
        timed_out or not ended,
        f"what the deadline of {what} was around does not end by itself, but no TimeoutError was"
        " raised there",
    )
    last = run.trace.last(Did.TIMED_OUT, task="runner")
    _goes_on(run, last.number if last else 0)


def _goes_on(run: Run, number: int) -> None:
    ended, exiting = run.ended("runner"), run.exiting("scope0")
    interrupted = [
        each for each in run.trace.of(Did.INTERRUPTED, task="runner") if each.number > number
    ]
    expect(
        not interrupted,
        f"after the time-out, runner was cancelled at"
        f" {interrupted[0].subject if interrupted else ''}, though nobody had asked it to stop",
    )
    expect(
        ended is None or (ended.did is Did.RETURNED and exiting and exiting.detail == "end"),
        "runner should have gone on after the time-out, but the body of scope0 ended by"
        f" {exiting.detail if exiting else 'nothing'}, and runner {ended.did if ended else ''}",
    )
    counts = run.seen("cancelling()", task="runner")
    expect(
        len(set(counts)) <= 1,
        f"`cancelling()` of runner, before and after the time-out, was {', '.join(counts)}",
    )


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("process", "execute", "spawn")
@given(program=draw.timeouts_inside_helpers())
def test_timeouts_inside_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails: is a time-out in a handler or source taken for the end of the helper?"""
    for run in explore(program):
        run.premise(run.trace.of(Did.TIMED_OUT))
        helped = run.trace.first(Did.HELPED)
        expect(
            helped is None or helped.detail.startswith("returned"),
            "only time-outs in handlers and source ran out, and each was caught, but the helper"
            f" {helped.detail if helped else ''}",
        )
        _timed_out_alone(run)


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream", "spawn")
@given(program=draw.timeouts_inside_streams())
def test_timeouts_inside_a_loop_over_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: does a time-out in generator or loop stop the other side?"""
    for run in explore(program):
        run.premise(run.trace.of(Did.TIMED_OUT))
        _timed_out_alone(run)


def _timed_out_alone(run: Run) -> None:
    """Demand that each time-out ran out where it was, and nobody was stopped but there."""
    _goes_on(run, (run.trace.last(Did.TIMED_OUT, task="runner") or run.trace[0]).number)
    for event in run.trace.of(Did.SAW, subject="cancelling()"):
        expect(
            event.detail == "0",
            f"`cancelling()` of {event.task} after its time-out was {event.detail}",
        )
    waits = [each for each in run.trace.of(Did.WAITS) if each.subject.startswith("never")]
    timed_out = run.trace.of(Did.TIMED_OUT)
    expect(
        len(waits) == len(timed_out) or not run.ended("runner"),
        f"{len(waits)} waits under a time-out do not end by themselves; TimeoutError was raised at"
        f" {len(timed_out)}",
    )


@clause("cancellation/simultaneous")
@pytest.mark.needs("process", "execute", "check-cancellation")
@given(program=draw.request_meets_failing_handlers())
def test_a_request_and_failing_handlers_are_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: what leaves a helper that is cancelled, and whose handlers fail?"""
    for run in explore(program):
        failed = {each.detail for each in run.trace.of(Did.FAILED) if "[" in each.task}
        if not run.premise(request_to_runner(run) and failed):
            continue
        (helper,) = (each.subject for each in run.trace.of(Did.HELPS))
        left = "".join(each.detail for each in run.trace.of(Did.HELPED))
        not_lost(run, f"helper {helper} {left}")
        # Only one exception can leave a helper as itself.
        expect(
            failed & (run.surfaced(helper) | run.surfaced("scope0")),
            f"{', '.join(sorted(failed))}, by which calls of helper {helper} failed, was lost when"
            f" runner was asked to stop: helper {helper} {left}",
        )
