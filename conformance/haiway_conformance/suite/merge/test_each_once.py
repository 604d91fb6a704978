"""No element is lost or duplicated before the merged stream ends: `merge/each-once`.

Tried with ties between the sources, with ties between an element and a failure, and with very many
elements.
"""

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
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import delivered, expect_items_in_order
from haiway_conformance.suite.merge.checks import expect_nothing_lost, has_tie, source_failure


@calls
def ties(build: Builder) -> Block:
    """Draw sources that give or end in the same iteration, many times."""
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
    """If this fails, check whether of two sources that are ready at once only one is read."""
    for run in explore(program, any_ending=True):
        run.premise(expect_nothing_lost(run))


@calls
def ties_with_a_failure(build: Builder) -> Block:
    """Draw sources of which one fails in the iteration in which the other gives, or the next."""
    late = build.some(0, 3, Yield)
    fails = Source("async generator", (Element(),) * build.number(0, 1), late, "fails")
    gives = Source("async generator", (), build.some(0, 1, Yield), "silent")
    gives = replace(gives, elements=(Element(),) * build.number(1, 3))
    first, second = (fails, gives) if build.flag() else (gives, fails)
    return (Merge("s1", (first, second)), Catch((Consume("s1", build.some(0, 1, Yield)),)))


@clause("merge/each-once")
@given(program=ties_with_a_failure())
def test_nothing_is_lost_in_ties_with_a_failure(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a failure overtakes an element that was there before."""
    for run in explore(program, any_ending=True):
        run.premise(expect_nothing_lost_before_a_failure(run))


def expect_nothing_lost_before_a_failure(run: Run) -> bool:
    """Check that what the sources gave before one failed was delivered before the failure.

    Returns:
        Whether there was almost a tie between the sources.
    """
    expect_items_in_order(run)
    failed = source_failure(run)
    if failed is None:
        return False
    # What the consumer gets in the end is judged by `merge/failure`.
    got = run.trace.first(Did.GOT, subject="s1") or run.trace[-1]
    items = {each.detail for each in delivered(run) if each.number < got.number}
    for read in run.trace.of(Did.READ):
        expect(
            read.subject in items or read.iteration >= failed.iteration,
            f"{read.subject} was given in an earlier iteration than {failed.task} failed, but was"
            " not delivered before the failure",
        )
    return has_tie(run, apart=1)


@calls
def ties_with_an_end(build: Builder) -> Block:
    """Draw sources that give or end in the same iteration, or the next."""
    paces: tuple[Block, ...] = ((Yield(),), (), (Yield(), Yield()), (Wait(build.name("p")),))
    first, second = (
        Source("async generator", (Element(),) * build.number(0, 3), build.one_of(*paces))
        for _ in range(2)
    )
    return (Merge("s1", (first, second)), Consume("s1", build.some(0, 1, Yield)))


@clause("merge/each-once")
@given(program=ties_with_an_end())
def test_the_end_overtakes_no_element(explore: Explorer, program: Program) -> None:
    """If this fails, check whether an end overtakes an element that was there before."""
    for run in explore(program, any_ending=True):
        expect_nothing_lost(run)
        run.premise(has_tie(run, apart=1))


@calls
def very_many_elements(build: Builder) -> Block:
    """Draw far more elements than fit into a buffer; few programs, as each takes long."""
    long = Source("async generator", (Element(),) * MANY, build.one_of((), (Yield(),)))
    merge = Merge("s1", (long, Source("async generator", (Element(),) * 2)), exhaustive=True)
    return (merge, Consume("s1"))


@clause("merge/each-once")
@given(program=very_many_elements())
def test_a_long_source_is_delivered_whole(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a full buffer drops elements."""
    for run in explore(program, any_ending=True):
        expect_nothing_lost(run)
        run.premise(delivered(run))
