"""Properties of `merge/each-once`."""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, MANY, calls, elements
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Consume,
    Element,
    Merge,
    Sleep,
    Source,
    Yield,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumers.checks import delivered, prefix_in_order
from haiway_conformance.suite.merge.checks import complete, failure_of_source, tie


@calls
def ties(build: Builder) -> Block:
    """Sources that give, or end, in the same iteration again and again."""
    pace: Block = build.one_of((Sleep(1),), (Yield(),), (), (Yield(), Yield()))
    first, second = (
        Source(build.one_of(*ASYNCHRONOUS), (Element(),) * build.number(0, 4), pace)
        for _ in range(2)
    )
    first = replace(first, elements=elements(build, [()] * len(first.elements)))
    merge = Merge("s1", (first, second), exhaustive=build.flag())
    return (merge, Consume("s1", build.pauses(1)))


@clause("merge/each-once")
@given(program=ties())
def test_nothing_is_lost_or_doubled_in_ties(explore: Explorer, program: Program) -> None:
    """If this fails: is, of two sources that are ready together, only one looked at?"""
    for run in explore(program, any_ending=True):
        run.premise(complete(run))


@calls
def ties_with_a_failure(build: Builder) -> Block:
    """Sources of which one fails in the iteration in which the other gives, or in the next."""
    late = build.some(0, 3, Yield)
    fails = Source("async generator", (Element(),) * build.number(0, 1), late, "fails")
    gives = Source("async generator", (), build.some(0, 1, Yield), "silent")
    gives = replace(gives, elements=(Element(),) * build.number(1, 3))
    first, second = (fails, gives) if build.flag() else (gives, fails)
    return (Merge("s1", (first, second)), Catch((Consume("s1", build.some(0, 1, Yield)),)))


@clause("merge/each-once")
@given(program=ties_with_a_failure())
def test_nothing_is_lost_in_ties_with_a_failure(explore: Explorer, program: Program) -> None:
    """If this fails: is a failure that is there together with an element looked at first?"""
    for run in explore(program, any_ending=True):
        run.premise(complete_before_a_failure(run))


def complete_before_a_failure(run: Run) -> bool:
    """Demand that what was there before a source failed was delivered before the failure."""
    prefix_in_order(run)
    failed = failure_of_source(run)
    if failed is None:
        return False
    # What the consumer gets then, is another clause (merge/failure); before that it gets these.
    got = run.trace.first(Did.GOT, subject="s1") or run.trace[-1]
    items = {each.detail for each in delivered(run) if each.number < got.number}
    for read in run.trace.of(Did.READ):
        expect(
            read.subject in items or read.iteration >= failed.iteration,
            f"{read.subject} was given in an earlier iteration than {failed.task} failed, and was"
            " not delivered before the failure",
        )
    return tie(run, apart=1)


@calls
def very_many_elements(build: Builder) -> Block:
    """Far more elements than would fit into a buffer: few programs, for they take long."""
    long = Source("async generator", (Element(),) * MANY, build.one_of((), (Yield(),)))
    merge = Merge("s1", (long, Source("async generator", (Element(),) * 2)), exhaustive=True)
    return (merge, Consume("s1"))


@clause("merge/each-once")
@given(program=very_many_elements())
def test_a_long_source_is_delivered_whole(explore: Explorer, program: Program) -> None:
    """If this fails: does a buffer of some size overflow, or drop what was in it?"""
    for run in explore(program, any_ending=True):
        complete(run)
        run.premise(run.trace.first(Did.ENDED, subject="s1"))
