"""Properties of `process/lazy` and `execute/lazy`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import CONSUMED, calling, calls, source
from haiway_conformance.programs.operations import Block, Process, Yield
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import call_of, is_call


@calls
def consumed_sources(build: Builder) -> Block:
    """Sources that note each time they are read; handlers that take a while."""
    limit = build.number(1, 3)
    # With fewer, nobody could read too far ahead.
    count = build.number(limit + 2, limit + 4)
    bodies: list[Block] = [(build.pause(), *build.pauses(1)) for _ in range(count)]
    if build.seldom():
        bodies += [(Yield(),)] * 12
    return (Process("h1", source(build, bodies, CONSUMED), limit),)


@clause("process/lazy", "execute/lazy")
@given(program=consumed_sources())
def test_the_source_is_read_as_places_become_free(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the source turned into a list first, or a task made for each element?"""
    for run in explore(calling(program, chapter)):
        run.premise(lazy(run))


def lazy(run: Run) -> bool:
    """Demand that the source is not read further ahead than by one element."""
    limit = call_of(run).limit
    ended = 0
    reads = 0
    for each in run.trace:
        if each.did is Did.READ and is_call(each.subject):
            reads += 1
            expect(
                reads <= ended + limit + 1,
                f"when {each.subject} was read, {reads} elements had been read, that one included,"
                f" and {ended} handler calls had ended; with a limit of {limit}, that is"
                f" {reads - ended - limit - 1} too many",
            )
        elif is_call(each.subject) and each.did in (Did.RETURNED, Did.FAILED, Did.STOPPED):
            ended += 1
    return reads > limit + 1
