"""The helper returns only after every handler call has ended, clean-up included.

Properties of `process/awaits-calls` and `execute/awaits-calls`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import calling, calls, source
from haiway_conformance.programs.operations import Block, CleanUp, Process
from haiway_conformance.suite.helpers.checks import (
    expect_calls_ended_first,
    handler_calls,
    helper_returned,
)
from haiway_conformance.suite.helpers.programs import TOLERABLE


@calls
def calls_that_take_a_while(build: Builder) -> Block:
    """Draw handler calls of all lengths, some with a clean-up; some fail, which is tolerated."""
    tolerant = build.seldom()
    bodies: list[Block] = []
    for _ in range(build.number(1, 5)):
        body: Block = build.some(0, 2, build.suspension)
        if tolerant and build.flag():
            body = (*body, a_failure(build, *TOLERABLE))
        if build.seldom():
            body = (CleanUp(body, build.some(0, 2, build.suspension)),)
        bodies.append(body)
    return (Process("h1", source(build, bodies), build.number(1, 3), tolerant),)


@clause("process/awaits-calls", "execute/awaits-calls")
@given(program=calls_that_take_a_while())
def test_no_call_goes_on_after_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the helper returns when the last call begins, or gives up."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_calls_awaited(run))


def expect_calls_awaited(run: Run) -> bool:
    """Check that all calls have ended when the helper returns."""
    if not helper_returned(run):
        return False
    expect_calls_ended_first(run)
    return bool(handler_calls(run))
