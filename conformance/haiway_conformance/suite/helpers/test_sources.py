"""Properties of `process/sources` and `execute/sources`."""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
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
from haiway_conformance.suite.helpers.checks import call_of, each_once, over, returned, with_article
from haiway_conformance.suite.helpers.programs import TOLERABLE, any_failure, elements_of_all_kinds


@calls
def endless_sources(build: Builder) -> Block:
    """A source that never ends: until a call fails, or the caller is cancelled."""
    # The loop may never be idle here, so nothing waits for that.
    bodies = [build.some(0, 1, build.moment) for _ in range(build.number(0, 3))]
    fails = build.flag()
    if fails:
        bodies.append((build.moment(), any_failure(build, TOLERABLE)))
    given = replace(
        source(build, bodies, CONSUMED, ending="endless", rest=(build.moment(),)),
        before=build.some(0, 1, build.moment),
    )
    call: Block = (Process("h1", given, build.number(1, 3)),)
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
    """If this fails: is a failure or cancellation looked at only when the source has ended?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(sources(run))


def sources(run: Run) -> bool:
    """Demand that the helper takes the source, whatever it is, and comes to its end."""
    call = call_of(run)
    done = over(run)
    run.must_end()
    if done is None:
        return False
    if call.source.ending == "ends":
        expect(
            returned(run),
            f"no handler call of h1 fails, its source is {with_article(call.source.kind)} of"
            f" {len(call.source.elements)} elements, but it {done.detail}",
        )
        each_once(run)
    else:
        failed = run.trace.first(Did.FAILED, subject="source of h1")
        expect(
            failed is None,
            "a call of h1 fails, or its caller is cancelled; but meanwhile its source, which never"
            f" ends, was read on and on ({failed.detail if failed else ''})",
        )
        expect(
            not returned(run),
            "the source of h1 never ends, and yet the helper returned, as if it had handled all",
        )
    return True


@clause("process/sources", "execute/sources")
@given(program=elements_of_all_kinds())
def test_sources_of_every_kind_are_taken(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails: does the helper ask the source for more than `__iter__` or `__aiter__`?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(sources(run))
