"""A source that never ends is read until a call fails, or the caller is cancelled.

Properties of `process/endless-sources` and `execute/endless-sources`.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import CONSUMED, calling, calls, source
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Join,
    Process,
    Reach,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import helper_call, helper_end, helper_returned
from haiway_conformance.suite.helpers.programs import TOLERABLE


@calls
def endless_sources(build: Builder) -> Block:
    """Draw a source that never ends; a handler call fails, or the caller is cancelled."""
    # The loop may never be idle here, so no wait is for that.
    bodies = [build.some(0, 1, build.moment) for _ in range(build.number(0, 3))]
    fails = build.flag()
    if fails:
        bodies.append((build.moment(), a_failure(build, *TOLERABLE)))
    drawn_source = replace(
        source(build, bodies, CONSUMED, ending="endless", rest=(build.moment(),)),
        before=build.some(0, 1, build.moment),
    )
    call: Block = (Process("h1", drawn_source, build.number(1, 3)),)
    if fails:
        return (Catch(call),)
    after = build.one_of("call of h1", "h1[0] began", "h1[5] began")
    request: Block = (Wait("request", after=after), Cancel("runner"))
    return (Start("runner", (CleanUp(call, (Reach(after),)),)), *request, Join("runner"))


@clause("process/endless-sources", "execute/endless-sources")
@given(program=endless_sources())
def test_endless_sources_end_with_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether failures and cancellations are noticed only between reads."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_endless_source_left(run))


def expect_endless_source_left(run: Run) -> bool:
    """Check that the helper ends though its source does not."""
    call, end = helper_call(run), helper_end(run)
    if not call.source.rest:
        return False  # neither source nor handler suspends: nothing else may get a turn
    run.must_end()
    if end is None:
        return False
    failed = run.trace.first(Did.FAILED, subject="source of h1")
    expect(
        failed is None,
        "a handler call of h1 failed, or its caller was cancelled, but its source, which never"
        f" ends, was read on and on ({failed.detail if failed else ''})",
    )
    expect(
        not helper_returned(run),
        "the source of h1 never ends, but the helper returned as if it had handled every element",
    )
    return True
