"""The scope that made a merged stream closes both sources: `merge/early-stop`.

Tried with a source that catches a cancellation, with one whose clean-up fails, and with streams
and merged streams as sources.
`consumers/test_early_stop.py` has the general properties of this clause.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, clean_up
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Consume,
    Element,
    Fail,
    Merge,
    Next,
    Scope,
    Sleep,
    Source,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import expect_closed_by_exit, source_name, sources_of
from haiway_conformance.suite.merge.programs import merged_source, with_streams


@programs
def stubborn_sources(build: Builder) -> Block:
    """Draw a source that catches its cancellation and goes on, beside an ordinary one.

    The consumer leaves after an element.
    """
    before: Block = (Catch((Sleep(9_999),), "cancellation"), *build.pauses(1))
    closing = clean_up(build)
    stubborn = Source("async generator", (Element(),) * build.number(1, 2), before, "ends")
    stubborn = replace(stubborn, clean_up=closing)
    gives = merged_source(build, 1, 2, ASYNCHRONOUS[:1], ending="silent")
    sources = (stubborn, gives) if build.flag() else (gives, stubborn)
    read: Block = (Consume("s1", build.pauses(1), 1), *build.pauses(1))
    return (Scope("scope1", (Merge("s1", sources), *read)),)


@clause("merge/early-stop")
@given(program=stubborn_sources())
def test_a_source_that_goes_on_is_closed_all_the_same(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a cancelled source that gives another element is closed."""
    for run in explore(program, any_ending=True):
        run.must_end()
        expect_closed_by_exit(run)
        run.premise(any(run.trace.first(Did.CAUGHT, task=source_name(o)) for o in sources_of(run)))


@programs
def left_beside_a_broken_one(build: Builder) -> Block:
    """Draw a merged stream that is left early, one source of which raises while it is closed."""
    error: Block = (*build.pauses(1), Fail("error1"))
    broken = merged_source(build, 1, 2, ASYNCHRONOUS[:1], ending="silent", clean_up=error)
    other = merged_source(build, 1, 2, ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up(build))
    sources = (broken, other) if build.flag() else (other, broken)
    read = Next("s1", build.number(1, 2))
    return (Catch((Scope("scope1", (Merge("s1", sources), read, *build.pauses(1))),)),)


@clause("merge/early-stop")
@given(program=left_beside_a_broken_one())
def test_an_error_of_a_clean_up_leaves_no_other_source_open(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether closing the sources stops at the first that raises."""
    for run in explore(program, any_ending=True, hygiene=False):
        run.must_end()
        run.premise(run.trace.first(Did.FAILED))
        expect_closed_by_exit(run)


@programs
def merges_of_streams_left_early(build: Builder) -> Block:
    """Draw a merge of streams and merged streams that is left after an element."""
    kinds = with_streams(build)
    first = merged_source(build, 1, 2, kinds[len(ASYNCHRONOUS) :], clean_up=clean_up(build))
    second = merged_source(build, 0, 2, kinds, ending="silent", clean_up=clean_up(build))
    sources = (first, second) if build.flag() else (second, first)
    merge = Merge("s1", sources, build.has("exhaustive"))
    return (Scope("scope1", (merge, Consume("s1", build.pauses(1), 1), *build.pauses(1))),)


@clause("merge/early-stop")
@given(program=merges_of_streams_left_early())
def test_what_is_merged_through_streams_is_closed_too(explore: Explorer, program: Program) -> None:
    """If this fails, check whether closing a merged stream closes the streams that it reads."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(expect_closed_by_exit(run))
