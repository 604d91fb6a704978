"""Streams and merged streams that are left, closed, cancelled or never read."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Open
from haiway_conformance.programs.strategies import left_streams as draw
from haiway_conformance.programs.strategies import streams
from haiway_conformance.programs.strategies.streams import reading
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.consumed_streams import (
    cleaned_up,
    closed_at_once,
    closed_by_exit,
    delivered,
    prefix_in_order,
    source_of,
    sources_of,
)


@clause("streams/early-stop", "merge/early-stop")
@given(program=draw.abandoned_streams())
def test_an_abandoned_stream_is_closed_with_its_scope(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the generator left to the garbage collector?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(closed_by_exit(run))
        cleaned_up(run)


@clause("streams/early-stop", "merge/early-stop")
@given(program=draw.streams_in_streams())
def test_a_stream_within_a_generator_is_closed_too(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does nobody keep a stream that is made in a task of the implementation?"""
    innermost = max((each.stream for each in program if isinstance(each, Open)), default="")
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(closed_by_exit(run, innermost))


@clause("streams/early-stop", "merge/early-stop")
@given(program=draw.left_beside_broken_ones())
def test_an_error_of_a_clean_up_leaves_no_other_open(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does the closing of streams end with the first that raises?"""
    for run in explore(reading(program, chapter), any_ending=True, hygiene=False):
        run.must_end()
        run.premise(run.trace.first(Did.FAILED))
        for stream in ("s1", "s2", "s3"):
            closed_by_exit(run, stream)


@clause("streams/early-stop", "merge/early-stop")
@pytest.mark.needs("spawn")
@given(program=draw.stubborn_generators())
def test_a_generator_that_goes_on_is_closed_all_the_same(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a generator that was cancelled believed to have ended by that?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        closed_by_exit(run)
        run.premise(run.trace.first(Did.CAUGHT, task="source of s1"))


@clause("streams/aclose", "merge/aclose")
@given(program=draw.closed_streams())
def test_aclose_closes_the_generator_at_once(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does `aclose()` return, and not before the generator's clean-up has run?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(closed_at_once(run))
        run.must_end()


@clause("streams/aclose", "merge/aclose")
@pytest.mark.needs("spawn")
@given(program=draw.streams_closed_in_use())
def test_aclose_closes_a_stream_that_is_in_use(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does a second `aclose()` return at once, or a pending request wait on?

    Where it is refused while others are at it, nothing is asked.
    """
    for run in explore(reading(program, chapter), any_ending=True):
        answers = run.trace.of(Did.SAW, subject="aclose of s1")
        for owner in sources_of(run):
            began, ended = run.began(source_of(owner)), run.ended(source_of(owner))
            for closed in answers:
                expect(
                    began is None
                    or closed.detail != "done"
                    or (ended is not None and ended.number < closed.number),
                    f"{closed.task} closed stream s1, in which it was not alone, and `aclose()`"
                    f" returned before {source_of(owner)} had ended and cleaned up",
                )
        if run.premise(answers) and all(each.detail == "done" for each in answers):
            run.must_end()


@clause("streams/consumer-cancelled", "merge/consumer-cancelled")
@given(program=draw.consumers_that_are_cancelled())
def test_a_cancelled_consumer_leaves_nothing_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: who ends a generator whose consumer is gone?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        interrupted = run.trace.first(Did.INTERRUPTED, subject="stream s1", task="reader")
        run.premise(closed_by_exit(run) and interrupted)
        prefix_in_order(run)


@clause("streams/consumer-cancelled", "merge/consumer-cancelled")
@given(program=draw.consumers_that_go_on())
def test_after_a_cancelled_request_nothing_comes_twice(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does an item stay where it was, when the request that it met was cancelled?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(run.trace.first(Did.INTERRUPTED, subject="stream s1"))
        items = [each.detail for each in delivered(run)]
        twice = sorted({each for each in items if items.count(each) > 1})
        expect(
            not twice,
            "a request for an item of stream s1 was cancelled, and its consumer went on; it was"
            f" given twice: {', '.join(twice)}",
        )


@clause("streams/undelivered-item", "merge/undelivered-item")
@given(program=draw.consumers_that_go_on())
def test_a_cancelled_request_loses_no_item(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the item that a cancelled request would have got thrown away?"""
    for run in explore(reading(program, chapter), any_ending=True):
        prefix_in_order(run)
        if run.premise(run.trace.first(Did.INTERRUPTED, subject="stream s1")):
            count = len(sources_of(run)["s1"].elements)
            expect(
                len(delivered(run)) == count,
                "a request for an item of stream s1 was cancelled, and its consumer went on; of"
                f" {count} items it was given {len(delivered(run))}",
            )


@clause("streams/unused", "merge/unused")
@given(program=draw.streams_that_nobody_reads())
def test_an_unused_stream_neither_hangs_nor_leaks(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does the scope wait for somebody to read the stream?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(run.trace.first(Did.OPENS))
        closed_by_exit(run)


@clause("streams/clean-up-error", "merge/clean-up-error")
@given(program=draw.failing_clean_ups())
def test_where_an_error_of_a_clean_up_surfaces(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Records where an error surfaces that a generator raises while it is closed."""
    for run in explore(reading(program, chapter), any_ending=True, hygiene=False):
        if run.trace.first(Did.FAILED, subject="source of s1") is None:
            continue
        closed = run.trace.first(Did.SAW, subject="aclose of s1")
        if closed is not None and "error1" in closed.detail:
            explore.observe("surfaces at aclose")
        elif "error1" in run.surfaced("scope1", context=True):
            explore.observe("surfaces at the scope's exit")
        else:
            explore.observe("is dropped")


@clause("streams/own-context", "merge/own-context")
@given(program=streams.contexts_on_both_sides())
def test_generator_and_consumer_keep_their_contexts(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does the generator run in its consumer's context, or change its scope?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(_other_side_had_set(run))
        _each_sees_its_own(run)
        _spawned_after_the_loop(run)


def _other_side_had_set(run: Run) -> bool:
    """Whether a side of the stream looks for what the other one has set by then."""
    sides = ("source of s1", "main")
    return any(
        each.number < look.number and each.task in sides and each.task != look.task
        for look in run.trace.of(Did.SAW)
        if look.task in sides
        for each in run.trace.of(Did.SET, subject=look.subject)
    )


def _each_sees_its_own(run: Run) -> None:
    generator, consumer_scope = "source of s1", run.scopes[-1]
    logs = run.trace.of(Did.SAW, subject="log", task="main")
    opened = run.trace.first(Did.OPENS)
    after = [each for each in logs if opened and each.number > opened.number]
    if opened is None or not logs:
        creator = consumer = None
    else:
        creator = logs[0].detail
        consumer = after[0].detail if after else creator
    values: dict[tuple[str, str], str] = {}
    by_consumer: set[str] = set()
    for each in run.trace:
        side = each.task
        if each.did is Did.SET:
            values[side, each.subject] = each.detail
            if side == "main" and opened and each.number > opened.number:
                by_consumer.add(each.detail)
        if each.did is not Did.SAW or side not in (generator, "main"):
            continue
        own = values.get((side, each.subject))
        other = f"{each.subject} = {each.detail}, which the other side had set"
        match each.subject:
            case "context x":
                right = each.detail == own if own else not _set_by_other(run, each, by_consumer)
                expect(
                    right,
                    f"{side} of stream s1 saw {other}"
                    if not own
                    else f"{side} had set context x = {own}, and saw {each.detail}",
                )
            case "variable A":
                expect(
                    each.detail == (own or "None"),
                    f"{side} saw variable A = {each.detail} beside stream s1; by itself it had set"
                    f" {own or 'nothing'}",
                )
            case "state A":
                scope = "scope1" if side == generator else consumer_scope
                expect(
                    each.detail == f"of {scope}",
                    f"{side} saw state A = {each.detail} beside stream s1; it is in {scope}",
                )
            case "log":
                expected = creator if side == generator else None
                if side == "main" and opened and each.number > opened.number:
                    expected = consumer
                expect(
                    expected is None or each.detail == expected,
                    f"a log record of {side} beside stream s1 identified {each.detail}; expected"
                    f" {expected}",
                )
            case _:
                pass


def _set_by_other(run: Run, look: Event, by_consumer: set[str]) -> bool:
    detail = look.detail
    if look.task == "main":
        return any(each.detail == detail for each in run.trace.of(Did.SET, task="source of s1"))
    return detail in by_consumer


def _spawned_after_the_loop(run: Run) -> None:
    scope = run.scopes[-1]
    exited, control = run.exited(scope), run.ended("control")
    if not (exited and control and control.number < exited.number):
        return  # not even a task that was spawned before the loop ended inside
    ended = run.ended("t1")
    expect(
        run.began("t1") is None or (ended is not None and ended.number < exited.number),
        f"task t1 was spawned in {scope} after a loop over stream s1, but had not ended when that"
        " scope had been exited: iterating has changed the current scope",
    )
