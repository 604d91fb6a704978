"""Crowds: what holds for a few holds for very many."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import crowds as draw
from haiway_conformance.programs.strategies.streams import reading
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumed_streams import (
    closed_at_once,
    delivered,
    prefix_in_order,
)
from haiway_conformance.suite.outcomes import tasks_ended_inside


@clause("scopes/exit-awaits-tasks")
@given(program=draw.two_left_of_many())
def test_exit_awaits_the_last_of_very_many_tasks(explore: Explorer, program: Program) -> None:
    """If this fails: are tasks forgotten when there have been many?"""
    for run in explore(program):
        run.premise(tasks_ended_inside(run, "scope1"))


@clause("streams/independent")
@given(program=draw.streams_by_the_dozen())
def test_many_streams_can_be_open_at_once(explore: Explorer, program: Program) -> None:
    """If this fails: do streams take turns, or share so many places?"""
    for run in explore(program, any_ending=True):
        opened = [each.subject for each in run.trace.of(Did.OPENS)]
        run.premise(opened)
        for stream in opened:
            prefix_in_order(run, stream)
            expect(
                delivered(run, stream) or not run.trace.of(Did.ASKS, subject=stream),
                f"{len(opened)} streams are open, and a request for an item of {stream} was never"
                " served",
            )


@clause("streams/aclose", "merge/aclose")
@given(program=draw.closed_after_many_items())
def test_aclose_closes_a_stream_that_has_given_very_many_items(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the request to close behind a buffer of items?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(closed_at_once(run))
        run.must_end()
