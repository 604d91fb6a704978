"""A source that raises CancelledError by itself has failed: `merge/source-cancelled`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import Block, Catch, Consume, Merge
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import source_name, sources_of
from haiway_conformance.suite.merge.programs import merged_source


@calls
def sources_that_end_cancelled(build: Builder) -> Block:
    """Draw a source that raises CancelledError by itself, beside one that is silent in the end."""
    failing = merged_source(build, 0, 2, ending="fails", error="cancelled")
    other = merged_source(build, 0, 2, ASYNCHRONOUS[:1], ending="silent")
    sources = (failing, other) if build.flag() else (other, failing)
    read: Block = (Catch((Consume("s1", build.pauses(1)),), "cancellation"), *build.pauses(1))
    return (Merge("s1", sources), *read)


@clause("merge/source-cancelled")
@given(program=sources_that_end_cancelled())
def test_a_source_that_ends_cancelled_has_failed(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the end of a cancelled reader is noticed."""
    for run in explore(program, any_ending=True):
        run.premise(expect_source_cancelled(run))


def expect_source_cancelled(run: Run) -> bool:
    """Check that a source's CancelledError neither hangs the merged stream nor just ends it."""
    run.must_end()
    cancelled = [
        event
        for owner in sources_of(run)
        if (event := run.trace.first(Did.STOPPED, subject=source_name(owner)))
    ]
    ended = run.trace.first(Did.ENDED, subject="s1")
    expect(
        not cancelled or ended is None or cancelled[0].number > ended.number,
        "a source of stream s1 raised CancelledError, but the merged stream ended as if the source"
        " were exhausted",
    )
    return bool(cancelled)
