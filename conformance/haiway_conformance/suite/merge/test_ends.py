"""Properties of `merge/ends` and `merge/ends-exhaustive`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calls
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Element,
    Merge,
    Next,
    Source,
    Wait,
    Yield,
)
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.consumers.checks import delivered, source_of, sources_of
from haiway_conformance.suite.merge.checks import complete, end_of_source, tie
from haiway_conformance.suite.merge.programs import merged_source, merges_of_all_kinds


@clause("merge/ends")
@given(program=merges_of_all_kinds())
def test_the_stream_ends_with_the_first_source(explore: Explorer, program: Program) -> None:
    """If this fails: does the stream wait for the other source, or drop what it held?"""
    for run in explore(program, any_ending=True):
        run.premise(ends_with_the_first(run))


def ends_with_the_first(run: Run) -> bool:
    """Demand that the stream ends once a source has ended, and not before."""
    ended = end_told(run)
    ends = [end for owner in sources_of(run) if (end := end_of_source(run, owner))]
    expect(
        any(end.number < ended.number for end in ends),
        "the merged stream s1 ended before either of its sources had ended",
    )
    later = [each for each in delivered(run) if each.number > ended.number]
    expect(not later, f"the merged stream s1 had ended, and yet delivered {later}")
    complete(run)
    return True


def end_told(run: Run) -> Event:
    """Demand that the consumer, who reads to the end, was told of it."""
    ended = run.trace.first(Did.ENDED, subject="s1")
    last = run.trace.last(Did.INTERRUPTED, Did.GOT, subject="s1")
    stopped = run.trace.last(Did.INTERRUPTED, subject="stream s1") or last
    told = f"{stopped.did} {stopped.detail}" if stopped else "was told nothing"
    expect(
        ended,
        "sources of the merged stream s1 have ended, and it does not end: who asked it for another"
        f" element {told}",
    )
    return ended or run.trace[-1]


@calls
def ties_with_an_end(build: Builder) -> Block:
    """Sources that give, or end, in the same iteration or the next; the stream ends with one."""
    paces: tuple[Block, ...] = ((Yield(),), (), (Yield(), Yield()), (Wait(build.name("p")),))
    first, second = (
        Source("async generator", (Element(),) * build.number(0, 3), build.one_of(*paces))
        for _ in range(2)
    )
    return (Merge("s1", (first, second)), Consume("s1", build.some(0, 1, Yield)))


@clause("merge/ends")
@given(program=ties_with_an_end())
def test_the_end_overtakes_no_element(explore: Explorer, program: Program) -> None:
    """If this fails: is an end that is there together with an element looked at first?"""
    for run in explore(program, any_ending=True):
        ends_with_the_first(run)
        run.premise(tie(run, apart=1))


@calls
def exhaustive_merges(build: Builder) -> Block:
    """The same, where the stream ends with its last source."""
    merge = Merge("s1", (merged_source(build, 0, 4), merged_source(build, 0, 4)), exhaustive=True)
    return (merge, Consume("s1", build.pauses(1)), Next("s1"))


@clause("merge/ends-exhaustive")
@given(program=exhaustive_merges())
def test_an_exhaustive_stream_ends_with_the_last_source(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does the end of one source end the other?"""
    for run in explore(program, any_ending=True):
        run.premise(exhausts(run))


def exhausts(run: Run) -> bool:
    """Demand that the stream ends after all its sources, having delivered everything."""
    end_told(run)
    for owner, source in sources_of(run).items():
        own = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
        expect(
            len(own) == len(source.elements),
            f"{source_of(owner)} has {len(source.elements)} elements; the merged stream, which is"
            f" exhaustive, ended after {len(own)} of them",
        )
    ends = [end.number for owner in sources_of(run) if (end := end_of_source(run, owner))]
    return any(min(ends, default=0) < each.number for each in delivered(run))
