"""A source that raises CancelledError by itself has not come to its end.

Properties of `process/source-cancelled` and `execute/source-cancelled`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calling, calls
from haiway_conformance.programs.operations import Block
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import helper_returned
from haiway_conformance.suite.helpers.test_source_failure import a_failing_source


@calls
def sources_that_end_cancelled(build: Builder) -> Block:
    """Draw a source that raises CancelledError by itself, as if it awaited a cancelled task."""
    return a_failing_source(build, ("cancelled",))


@clause("process/source-cancelled", "execute/source-cancelled")
@given(program=sources_that_end_cancelled())
def test_a_source_that_ends_cancelled_is_not_exhausted(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a source that raises CancelledError is taken for exhausted."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_not_exhausted(run))


def expect_not_exhausted(run: Run) -> bool:
    """Check that the helper ends, and does not return, if its source raised CancelledError."""
    # Nothing cancels the source, so it raised CancelledError by itself.
    if run.trace.first(Did.STOPPED, subject="source of h1") is None:
        return False
    run.must_end()
    expect(
        not helper_returned(run),
        "the source of h1 raised CancelledError, and helper h1 returned as if the source were"
        " exhausted",
    )
    return True
