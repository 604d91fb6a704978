"""When a call or the source fails, all calls are cancelled and have ended before the helper raises.

Properties of `process/failure-ends-calls` and `execute/failure-ends-calls`.
"""

from hypothesis import given
from hypothesis import strategies as st

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import busy, calling, calls
from haiway_conformance.programs.operations import Block
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import (
    expect_calls_ended_first,
    handler_calls,
    is_handler_call,
)
from haiway_conformance.suite.helpers.failing_calls import failing_calls
from haiway_conformance.suite.helpers.test_first_failure import failing_clean_ups
from haiway_conformance.suite.helpers.test_open_failures import base_exceptions
from haiway_conformance.suite.helpers.test_source_failure import SOURCE_FAILURES, a_failing_source


@clause("process/failure-ends-calls", "execute/failure-ends-calls")
@given(program=st.one_of(failing_calls(), failing_calls(), failing_clean_ups(), base_exceptions()))
def test_all_calls_end_before_a_failure_is_raised(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether running calls are cancelled, and whether that is awaited."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_calls_ended_by_failure(run))


@calls
def failing_sources_beside_busy_calls(build: Builder) -> Block:
    """Draw a source that fails, while calls run that only cancellation ends."""
    return a_failing_source(build, SOURCE_FAILURES, busy)


@clause("process/failure-ends-calls", "execute/failure-ends-calls")
@given(program=failing_sources_beside_busy_calls())
def test_all_calls_end_before_a_failure_of_the_source_is_raised(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a failure of the source is raised where it is read."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_calls_ended_by_failure(run))


def expect_calls_ended_by_failure(run: Run) -> bool:
    """Check that a failure of a call or of the source ends all other calls first."""
    failed = next(
        (
            each
            for each in run.trace.of(Did.FAILED)
            if is_handler_call(each.subject) or each.subject == "source of h1"
        ),
        None,
    )
    if failed is None:
        return False
    run.must_end()
    expect_calls_ended_first(run)
    return any(each.number < failed.number for each in handler_calls(run) if each != failed)
