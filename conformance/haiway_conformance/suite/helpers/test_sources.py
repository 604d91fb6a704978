"""Any iterable and any async iterable is accepted as the source, an endless one too.

Properties of `process/sources` and `execute/sources`.
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
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import (
    expect_each_once,
    helper_call,
    helper_end,
    helper_returned,
    with_article,
)
from haiway_conformance.suite.helpers.programs import TOLERABLE, elements_of_all_kinds


@clause("process/sources", "execute/sources")
@given(program=elements_of_all_kinds())
def test_sources_of_every_kind_are_taken(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether the helper needs more than `__iter__` or `__aiter__`."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_accepted(run))


def expect_source_accepted(run: Run) -> bool:
    """Check that the helper accepts the source, and that it ends."""
    call, end = helper_call(run), helper_end(run)
    if call.source.ending == "endless" and not call.source.rest:
        return False  # neither source nor handler suspends: nothing else may get a turn
    run.must_end()
    if end is None:
        return False
    if call.source.ending == "ends":
        expect(
            helper_returned(run),
            f"no handler call of h1 fails, and its source is {with_article(call.source.kind)}"
            f" of {len(call.source.elements)} elements, but the helper {end.detail}",
        )
        expect_each_once(run)
    else:
        failed = run.trace.first(Did.FAILED, subject="source of h1")
        expect(
            failed is None,
            "a handler call of h1 failed, or its caller was cancelled, but its source, which never"
            f" ends, was read on and on ({failed.detail if failed else ''})",
        )
        expect(
            not helper_returned(run),
            "the source of h1 never ends, but the helper returned as if it had handled every"
            " element",
        )
    return True


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


@clause("process/sources", "execute/sources")
@given(program=endless_sources())
def test_endless_sources_end_with_the_helper(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether failures and cancellations are noticed only between reads."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_accepted(run))
