"""Requests for items, and closing, that are cut off: nothing of that may stay with the stream."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import interrupted_requests as draw
from haiway_conformance.programs.strategies.streams import reading
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumed_streams import (
    delivered,
    prefix_in_order,
    sources_of,
    stays_ended,
)


@clause("streams/undelivered-item", "merge/undelivered-item")
@given(program=draw.timed_out_again_and_again())
def test_many_requests_that_time_out_lose_no_item(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a stream given up after some requests were cancelled?"""
    for run in explore(reading(program, chapter), any_ending=True):
        prefix_in_order(run)
        if run.premise(run.trace.first(Did.TIMED_OUT)):
            count, times = len(sources_of(run)["s1"].elements), len(run.trace.of(Did.TIMED_OUT))
            expect(
                len(delivered(run)) == count,
                f"requests for an item of stream s1 timed out {times} time{'s' * (times > 1)}, and"
                f" its consumer went on; of {count} items it was given {len(delivered(run))}",
            )


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream")
@given(program=draw.timed_out_again_and_again())
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


@clause("cancellation/timeouts-compose")
@pytest.mark.needs("stream")
@given(program=draw.closed_under_a_timeout())
def test_the_closing_of_a_stream_can_time_out(explore: Explorer, program: Program) -> None:
    """If this fails: what does `aclose` do with a request that comes while it waits?"""
    for run in explore(program, any_ending=True):
        steps = run.trace.of(Did.WAITS, Did.SAW, Did.INTERRUPTED, subject="aclose of s1")
        timed_out = run.trace.last(Did.TIMED_OUT)
        # Where there is no `aclose`, or it does not wait, nothing times out.
        if not run.premise(steps):
            continue
        expect(
            timed_out or steps[-1].time - steps[0].time <= draw.PATIENCE,
            f"stream s1 was being closed for more than {draw.PATIENCE} s, under a time-out of that,"
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


@clause("streams/own-context")
@pytest.mark.needs("state", "spawn")
@given(program=draw.timed_out_in_an_inner_scope())
def test_a_request_that_times_out_leaves_its_consumer_where_it_was(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the scope of who made the stream current while an item is waited for?"""
    for run in explore(program, any_ending=True):
        left = run.exiting("scope2")
        seen = [
            each
            for each in run.trace.of(Did.SAW, subject="state A", task="main")
            if left and each.number < left.number
        ]
        if run.premise(run.trace.first(Did.TIMED_OUT)):
            expect(
                all(each.detail == "of scope2" for each in seen),
                "in scope2, before and after a request for an item of stream s1, made in scope1,"
                f" timed out, the state of type A was {', '.join(each.detail for each in seen)}",
            )
            _belongs_to(run, "scope2")


def _belongs_to(run: Run, scope: str) -> None:
    """Demand that a scope waits for what was spawned after a request, if it waits for its tasks."""
    exited, before, after = run.exited(scope), run.ended("before"), run.ended("after")
    if exited is None or before is None or before.number > exited.number:
        return
    expect(
        run.began("after") is None or (after is not None and after.number < exited.number),
        f"task after, spawned in scope {scope} after a request for an item of stream s1 timed out,"
        f" had not ended when {scope} was exited; task before, spawned before the request, had",
    )


@clause("streams/end")
@given(program=draw.ends_after_interruptions())
def test_the_end_is_there_for_everybody(explore: Explorer, program: Program) -> None:
    """If this fails: is the end told once, or only to who had asked before?"""
    for run in explore(program, any_ending=True):
        ended = run.ended("source of s1")
        if ended is None or ended.did is not Did.RETURNED:
            continue  # a cancelled request may be the end of a stream
        run.must_end()
        run.premise(stays_ended(run))
