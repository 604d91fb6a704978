"""The merged stream ends with its first source, or with the last one if it is exhaustive.

Properties of `merge/ends` and `merge/ends-exhaustive`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calls
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Merge,
    Next,
)
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.consumers.checks import delivered, source_name, sources_of
from haiway_conformance.suite.merge.checks import source_end
from haiway_conformance.suite.merge.programs import merged_source, merges_of_all_kinds


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
