"""Streams: the items of a generator, each once, in order, and nothing left behind."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Consume, Open
from haiway_conformance.programs.strategies import streams as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumed_streams import (
    all_delivered,
    delivered,
    prefix_in_order,
    sources_of,
    stayed_behind,
    stays_ended,
)


@clause("streams/order")
@given(program=draw.items_of_all_kinds())
def test_every_item_is_delivered_once_and_in_order(explore: Explorer, program: Program) -> None:
    """If this fails: is a false item taken for the end, or an item dropped between two loops?"""
    for run in explore(program):
        run.premise(all_delivered(run))


@clause("streams/order")
@given(program=draw.very_many_items())
def test_a_long_stream_is_delivered_whole(explore: Explorer, program: Program) -> None:
    """If this fails: does a buffer of some size overflow, or drop what was in it?"""
    for run in explore(program):
        run.premise(all_delivered(run))


@clause("streams/arguments")
@given(program=draw.with_arguments())
def test_arguments_arrive_at_the_generator(explore: Explorer, program: Program) -> None:
    """If this fails: are keywords dropped, or taken for the implementation's own parameters?"""
    opened = next(each for each in program if isinstance(each, Open))
    expected = ", ".join([*opened.positional, *(f"{key}={name}" for key, name in opened.keyword)])
    for run in explore(program):
        began = run.began("source of s1")
        if run.premise(began and expected) and began:
            expect(
                began.detail == expected,
                f"stream s1 was made with ({expected}), but its generator was called with"
                f" ({began.detail})",
            )


@clause("streams/end")
@given(program=draw.exhausted_streams())
def test_an_exhausted_stream_stays_exhausted(explore: Explorer, program: Program) -> None:
    """If this fails: does the second request after the end wait for a generator that is gone?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(stays_ended(run))


@clause("streams/any-consumer")
@given(program=draw.handed_to_tasks())
def test_another_task_can_consume_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: is a stream bound to the task that made it?"""
    for run in explore(program):
        consumers = {each.task for each in delivered(run)}
        run.premise(consumers - {"main"})
        all_delivered(run)


@clause("streams/failure")
@pytest.mark.needs("spawn")
@given(program=draw.failing_generators())
def test_a_failure_reaches_the_consumer_as_itself(explore: Explorer, program: Program) -> None:
    """If this fails: does the generator run in a task of the scope, which fails with it?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        failed = run.trace.first(Did.FAILED, subject="source of s1")
        if not run.premise(failed) or failed is None:
            continue
        got = run.trace.first(Did.GOT, subject="s1")
        all_delivered(run)
        expect(
            len(delivered(run)) == len(sources_of(run)["s1"].elements),
            f"the generator of stream s1 gave {len(sources_of(run)['s1'].elements)} items and then"
            f" raised; the consumer was given {len(delivered(run))} before the exception",
        )
        expect(
            got is not None and got.detail == f"raised the exception object {failed.detail}",
            f"the generator of stream s1 raised {failed.detail}; the consumer"
            f" {got.detail if got else 'was not told'}",
        )
        if sources_of(run)["s1"].error != "base":  # which no consumer here handles
            _scope_goes_on(run)


def _scope_goes_on(run: Run) -> None:
    exiting, exited = run.exiting("scope1"), run.exited("scope1")
    expect(
        exited is not None and exited.detail == "normally",
        "the consumer handled the failure of stream s1; and yet scope1 was exited with"
        f" {exited.detail if exited else ''}",
    )
    for each in run.trace.of(Did.INTERRUPTED, task="t1"):
        expect(
            exiting is not None and each.number > exiting.number,
            "task t1 of scope1 was cancelled because of a failure of stream s1 that was handled",
        )


@clause("streams/bounded")
@given(program=draw.slow_consumers())
def test_a_slow_consumer_stops_the_generator(explore: Explorer, program: Program) -> None:
    """If this fails: does the generator fill a queue without a limit?"""
    for run in explore(program, any_ending=True):
        run.premise(stayed_behind(run))


@clause("streams/rendezvous")
@given(program=draw.patient_consumers())
def test_the_generator_is_hardly_ahead(explore: Explorer, program: Program) -> None:
    """If this fails: is there a buffer between generator and consumer?"""
    for run in explore(program):
        asked = given_ = 0
        for each in run.trace:
            if each.did is Did.ASKS:
                asked += 1
            elif each.did is Did.READ:
                given_ += 1
                run.premise(given_ > 1)
                expect(
                    given_ <= asked + 1,
                    f"the generator of stream s1 gave {each.subject} when the consumer had asked"
                    f" for {asked} items",
                )


@clause("streams/after-scope")
@given(program=draw.read_after_the_scope())
def test_a_request_after_the_scope_ends(explore: Explorer, program: Program) -> None:
    """If this fails: does a request wait for a generator that was closed with the scope?"""
    for run in explore(program, any_ending=True):
        opened = run.trace.first(Did.OPENS)
        exited = None if opened is None else run.exited(opened.detail)
        if exited is None:
            continue  # that a scope is never exited is not what this is about
        asks = run.trace.of(Did.ASKS)
        answers = run.trace.of(Did.ITEM, Did.ENDED, Did.GOT)
        late = [each for each in asks if each.number > exited.number]
        pending = len(asks) > sum(each.number < exited.number for each in answers)
        run.premise(late or pending)
        run.must_end()


@clause("streams/concurrent-requests")
@given(program=draw.read_by_two())
def test_two_consumers_at_once(explore: Explorer, program: Program) -> None:
    """Records whether both are served; that it must not hang is all that is asked."""
    for run in explore(program, any_ending=True):
        run.must_end()
        refused = any(each.did is Did.GOT and each.subject == "s1" for each in run.trace)
        if len({each.task for each in run.trace.of(Did.ASKS)}) > 1:
            explore.observe("one gets an error" if refused else "both are served")


@clause("streams/independent")
@given(program=draw.several_streams())
def test_streams_do_not_disturb_each_other(explore: Explorer, program: Program) -> None:
    """If this fails: do several streams share a queue, a task, or an end?"""
    left = {each.stream for each in program if isinstance(each, Consume) and each.items is not None}
    left |= {it.stream for it in program if isinstance(it, Open) and it.source.ending == "silent"}
    for run in explore(program, any_ending=True):
        opened = [each.subject for each in run.trace.of(Did.OPENS)]
        run.premise(sum(bool(delivered(run, stream)) for stream in opened) > 1)
        for stream in opened:
            prefix_in_order(run, stream)
            source = sources_of(run, stream)[stream]
            if stream in left:
                continue
            expect(
                len(delivered(run, stream)) == len(source.elements),
                f"the generator of stream {stream} gave {len(source.elements)} items; its consumer"
                f" got {len(delivered(run, stream))}, while other streams were read",
            )
            failed = run.trace.first(Did.GOT, subject=stream)
            expect(
                (failed is not None) == (source.ending == "fails"),
                f"the generator of stream {stream} {source.ending}; its consumer"
                f" {failed.detail if failed else 'was told of no failure'}",
            )
