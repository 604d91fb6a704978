"""The merged stream ends with its first source, or with the last one if it is exhaustive.

Properties of `merge/ends` and `merge/ends-exhaustive`.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Element,
    Ending,
    Merge,
    Next,
    Operation,
    Sleep,
    Source,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.consumers.checks import delivered, source_name, sources_of
from haiway_conformance.suite.merge.checks import source_end
from haiway_conformance.suite.merge.programs import merged_source, merges_of_all_kinds

LATE: Final[Block] = (Wait("idle", "idle"), Sleep(9_999), Wait("idle later", "idle"))
"""Waits until nothing else could go on, whatever looks around again and again."""


@clause("merge/ends")
@given(program=merges_of_all_kinds())
def test_the_stream_ends_with_the_first_source(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the stream waits for the other source."""
    for run in explore(program, any_ending=True):
        run.premise(expect_end_with_first_source(run))


def expect_end_with_first_source(run: Run) -> bool:
    """Check that the stream ends once a source has ended, and not before."""
    ended = expect_end(run)
    ends = [end for owner in sources_of(run) if (end := source_end(run, owner))]
    expect(
        any(end.number < ended.number for end in ends),
        "the merged stream s1 ended before either of its sources had ended",
    )
    return True


def expect_end(run: Run) -> Event:
    """Check that the consumer, which reads to the end, got StopAsyncIteration."""
    ended = run.trace.first(Did.ENDED, subject="s1")
    got = run.trace.last(Did.GOT, subject="s1")
    if run.trace.first(Did.INTERRUPTED, subject="stream s1"):
        instead = "its consumer was cancelled"
    else:
        instead = f"asking for an element {got.detail}" if got else "its consumer still waits"
    over = [source_name(each) for each in sources_of(run) if source_end(run, each)]
    expect(
        ended,
        f"the merged stream s1 has not ended: instead, {instead}; of its sources,"
        f" {' and '.join(over) or 'none'} had ended",
    )
    return ended or run.trace[-1]


@calls
def merges_that_end_otherwise(build: Builder) -> Block:
    """Draw a merge in a merge: one ends with its first source, the other one with its last.

    What decides when they end does not wait, apart from letting others run; all other sources give
    their elements only once nothing else could go on.
    """

    def gives(*before: Operation, ending: Ending) -> Source:
        elements = (Element(),) * build.number(1, 2)
        return Source(build.one_of(*ASYNCHRONOUS), elements, before, ending)

    inner_exhaustive = build.flag()
    soon = gives(*build.some(0, 1, Yield), ending="ends")
    late = gives(*LATE, ending=build.one_of("silent", "ends"))
    other = gives(*LATE, ending="ends")
    inner, outer = ((other, late), soon) if inner_exhaustive else ((soon, late), other)
    opened = Merge("s2", inner if build.flag() else inner[::-1], inner_exhaustive)
    sources = (Source("merged stream", stream="s2"), outer)
    merged = Merge("s1", sources if build.flag() else sources[::-1], not inner_exhaustive)
    return (opened, merged, Consume("s1"), Next("s1"))


@clause("merge/ends")
@given(program=merges_that_end_otherwise())
def test_a_merge_in_a_merge_ends_by_its_own_rule(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a merge of merges counts their sources as its own."""
    for run in explore(program, any_ending=True):
        run.premise(expect_ends_of_their_own(run))


def expect_ends_of_their_own(run: Run) -> bool:
    """Check that sources that are late give nothing to a merge that had ended by then."""
    for owner, source in sources_of(run, "s2").items():
        late = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
        expect(
            not (source.before[:1] == LATE[:1] and late),
            f"the merged stream s1 delivered {late[0].detail if late else ''}, which"
            f" {source_name(owner)} gave long after the stream that it is merged in should have"
            " ended with another source",
        )
    return expect_end(run).did is Did.ENDED


@calls
def exhaustive_merges(build: Builder) -> Block:
    """Draw an exhaustive merge, whose consumer takes its time and asks once more at the end."""
    merge = Merge("s1", (merged_source(build, 0, 4), merged_source(build, 0, 4)), exhaustive=True)
    return (merge, Consume("s1", build.pauses(1)), Next("s1"))


@clause("merge/ends-exhaustive")
@given(program=exhaustive_merges())
def test_an_exhaustive_stream_ends_with_the_last_source(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the end of one source ends the stream."""
    for run in explore(program, any_ending=True):
        run.premise(expect_exhaustive_end(run))


def expect_exhaustive_end(run: Run) -> bool:
    """Check that the stream ends after all its sources, having delivered everything."""
    expect_end(run)
    for owner, source in sources_of(run).items():
        own = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
        expect(
            len(own) == len(source.elements),
            f"{source_name(owner)} has {len(source.elements)} elements; the merged stream, which is"
            f" exhaustive, ended after {len(own)} of them",
        )
    ends = [end.number for owner in sources_of(run) if (end := source_end(run, owner))]
    return any(min(ends, default=0) < each.number for each in delivered(run))
