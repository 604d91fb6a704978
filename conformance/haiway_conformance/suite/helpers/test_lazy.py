"""The source is read as places become free, at most one element ahead.

Properties of `process/lazy` and `execute/lazy`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import RECORDED, calling, calls, source
from haiway_conformance.programs.operations import Block, Process, Yield
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import helper_call, is_handler_call


@calls
def consumed_sources(build: Builder) -> Block:
    """Draw a source that records each read, and handlers that take a while."""
    limit = build.number(1, 3)
    # With fewer elements, the helper could not read too far ahead.
    count = build.number(limit + 2, limit + 4)
    bodies: list[Block] = [(build.pause(), *build.pauses(1)) for _ in range(count)]
    if build.seldom():
        bodies += [(Yield(),)] * 12
    return (
        Process("h1", source(build, bodies, (*RECORDED, "lazy list", "sized iterable")), limit),
    )


@clause("process/lazy", "execute/lazy")
@given(program=consumed_sources())
def test_the_source_is_read_as_places_become_free(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the source is made a list, or each element a task, at once."""
    for run in explore(calling(program, chapter)):
        run.premise(expect_lazy(run))


def expect_lazy(run: Run) -> bool:
    """Check that each read leaves at most one element read for which there is no place yet."""
    limit = helper_call(run).limit
    ended = 0
    reads = 0
    for each in run.trace:
        if each.did is Did.READ and is_handler_call(each.subject):
            reads += 1
            expect(
                reads <= ended + limit + 1,
                f"when {each.subject} was read, {reads} elements had been read, that one included,"
                f" and {ended} handler calls had ended; with a limit of {limit}, that is"
                f" {reads - ended - limit - 1} too many",
            )
        elif is_handler_call(each.subject) and each.did in (Did.RETURNED, Did.FAILED, Did.STOPPED):
            ended += 1
    return reads > limit + 1
