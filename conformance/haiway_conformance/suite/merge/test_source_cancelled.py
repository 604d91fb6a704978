"""Properties of `merge/source-cancelled`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import Block, Catch, Consume, Merge
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumers.checks import source_of, sources_of
from haiway_conformance.suite.merge.programs import merged_source


@calls
def sources_that_end_cancelled(build: Builder) -> Block:
    """A source that raises CancelledError by itself, beside one that gives, or is silent."""
    failing = merged_source(build, 0, 2, ending="fails", error="cancelled")
    other = merged_source(build, 0, 2, ASYNCHRONOUS[:1], ending="silent")
    sources = (failing, other) if build.flag() else (other, failing)
    read: Block = (Catch((Consume("s1", build.pauses(1)),), "cancellation"), *build.pauses(1))
    return (Merge("s1", sources), *read)


@clause("merge/source-cancelled")
@given(program=sources_that_end_cancelled())
def test_a_source_that_ends_cancelled_has_failed(explore: Explorer, program: Program) -> None:
    """If this fails: is the end of a cancelled reader never noticed?"""
    for run in explore(program, any_ending=True):
        run.premise(source_cancelled(run))


def source_cancelled(run: Run) -> bool:
    """Demand that a CancelledError of a source is a failure: no hang, and no end."""
    run.must_end()
    stopped = [
        event
        for owner in sources_of(run)
        if (event := run.trace.first(Did.STOPPED, subject=source_of(owner)))
    ]
    ended = run.trace.first(Did.ENDED, subject="s1")
    expect(
        not stopped or ended is None or stopped[0].number > ended.number,
        "a source of stream s1 raised CancelledError, and the merged stream ended as if all were"
        " well",
    )
    return bool(stopped)
