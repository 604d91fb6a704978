"""Properties of `cancellation/timeouts-compose` where helpers and streams meet time-outs."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Close,
    CountRequests,
    Deadline,
    Element,
    Fail,
    Iterate,
    Next,
    Open,
    Scope,
    Sleep,
    Source,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.cancellation.programs import (
    ASYNCHRONOUS,
    KINDS,
    goes_on,
    helper_call,
    source_kind,
    unending_call,
    unending_stream,
)
from haiway_conformance.suite.consumers.programs import PATIENCE, SECONDS, timed_out_again_and_again


def _timed(build: Builder, block: Block) -> Block:
    after = (CountRequests(), *build.pauses(1), Fail("end"))
    return goes_on(build, (Catch((Scope("scope0", (*block, *after)),)),))


@programs
def timeouts_around_helpers(build: Builder) -> Block:
    """A time-out around a helper that does not end by itself."""
    block: Block = (Deadline(build.number(0, 3), (unending_call(build),)),)
    if build.seldom():
        block = (Deadline(build.number(1, 2), (*block, build.for_ever())),)
    return _timed(build, block)


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("process", "execute", "spawn")
@given(program=timeouts_around_helpers())
def test_a_timeout_around_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails: does CancelledError leave the helper, and is `cancelling()` left alone?"""
    for run in explore(program):
        run.premise(run.trace.first(Did.HELPS) and run.trace.of(Did.TIMED_OUT))
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


@programs
def timeouts_around_streams(build: Builder) -> Block:
    """A time-out around a loop over a stream that does not end by itself."""
    again: Block = ()
    if build.flag():
        again = (CountRequests(), Deadline(4, (Catch((Next("stream"),)), build.for_ever())))
    return _timed(build, (Deadline(build.number(0, 3), (unending_stream(build),)), *again))


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream", "spawn")
@given(program=timeouts_around_streams())
def test_a_timeout_around_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: does CancelledError reach the consumer as itself?"""
    for run in explore(program):
        run.premise(run.began("stream") and run.trace.of(Did.TIMED_OUT))
        _ran_out(run)


@programs
def timeouts_inside_helpers(build: Builder) -> Block:
    """Time-outs that run out in handlers and in what a source does before each element."""

    def timed() -> Block:
        block = build.with_clean_up((build.for_ever(),))
        return (Deadline(build.number(0, 2), block), CountRequests(), *build.pauses(1))

    elements = tuple(
        Element(body=timed() if build.flag() else build.pauses(1))
        for _ in range(build.number(1, 3))
    )
    kind = source_kind(build, *KINDS)
    before = timed() if kind in ASYNCHRONOUS and build.seldom() else ()
    return _timed(build, (helper_call(build, Source(kind, elements, before)),))


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("process", "execute", "spawn")
@given(program=timeouts_inside_helpers())
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


@programs
def timeouts_inside_streams(build: Builder) -> Block:
    """Time-outs that run out in a stream's generator, between its items, or in the loop's body."""

    def timed() -> Block:
        return (Deadline(build.number(0, 2), (build.for_ever(),)), CountRequests())

    before, body = build.one_of((timed(), ()), ((), timed()), (timed(), timed()))
    stream = Iterate("stream", build.number(1, 3), before, (*body, *build.pauses(1)))
    return _timed(build, (stream,))


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream", "spawn")
@given(program=timeouts_inside_streams())
def test_timeouts_inside_a_loop_over_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: does a time-out in generator or loop stop the other side?"""
    for run in explore(program):
        run.premise(run.trace.of(Did.TIMED_OUT))
        _timed_out_alone(run)


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream")
@given(program=timed_out_again_and_again())
def test_requests_can_time_out_again_and_again(explore: Explorer, program: Program) -> None:
    """If this fails: does a stream remember that a request was cancelled?"""
    for run in explore(program, any_ending=True):
        cut_off = run.trace.of(Did.INTERRUPTED, subject="stream s1")
        timed_out = run.trace.of(Did.TIMED_OUT)
        run.premise(cut_off)
        expect(
            len(timed_out) == len(cut_off),
            f"{len(cut_off)} requests for items of stream s1 were cut off, each by a time-out of"
            f" its own; TimeoutError was raised at {len(timed_out)} of them",
        )
        expect(
            set(run.seen("cancelling()")) <= {"0"},
            "after a time-out around a request for an item of stream s1, `cancelling()` was"
            f" {', '.join(run.seen('cancelling()'))}",
        )
        run.must_end()


@programs
def closed_under_a_timeout(build: Builder) -> Block:
    """A stream is closed under a time-out; its generator takes longer than that to clean up."""
    clean_up = (*build.pauses(1), Sleep(SECONDS))
    source = Source("async generator", (Element(),) * 2, build.pauses(1), clean_up=clean_up)
    look: Block = (CountRequests(),)
    close: Block = (Deadline(PATIENCE, (Close("s1"),)), *look, *build.pauses(1))
    body = (Open("s1", source), Next("s1"), *look, *close, Wait("rest", "idle"), *look)
    return (build.scope(body),)


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream")
@given(program=closed_under_a_timeout())
def test_the_closing_of_a_stream_can_time_out(explore: Explorer, program: Program) -> None:
    """If this fails: what does `aclose` do with a request that comes while it waits?"""
    for run in explore(program, any_ending=True):
        steps = run.trace.of(Did.WAITS, Did.SAW, Did.INTERRUPTED, subject="aclose of s1")
        timed_out = run.trace.last(Did.TIMED_OUT)
        # Where there is no `aclose`, or it does not wait, nothing times out.
        if not run.premise(steps):
            continue
        expect(
            timed_out or steps[-1].time - steps[0].time <= PATIENCE,
            f"stream s1 was being closed for more than {PATIENCE} s, under a time-out of that,"
            " and TimeoutError was not raised there",
        )
        over = max(each.number for each in (*steps, timed_out) if each)
        stray = [
            each.subject
            for each in run.trace.of(Did.INTERRUPTED, task="main")
            if each.number > over
        ]
        expect(
            not stray,
            f"after stream s1 was closed, main was cancelled at {', '.join(stray)}, though nobody"
            " had asked it to stop",
        )
        expect(
            set(run.seen("cancelling()")) <= {"0"},
            "after a time-out around the closing of stream s1, `cancelling()` was"
            f" {', '.join(run.seen('cancelling()'))}",
        )
        if steps[0].did is Did.WAITS:
            run.must_end()
