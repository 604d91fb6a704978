"""A stream that is never read neither hangs its scope nor leaves its generator open.

Properties of `streams/unused` and `merge/unused`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import Block, Catch, Fail, Open
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import expect_closed_by_exit
from haiway_conformance.suite.consumers.programs import reading


@programs
def unread_streams(build: Builder) -> Block:
    """Draw a stream that is made and not read: in a body, in a task, or in a scope that fails."""
    opened = Open("s1", generator(build, 1, 2, ending="silent", clean_up=clean_up(build)))
    fails: Block = (Fail("error1"),) if build.seldom() else ()
    inner = build.in_a_task((opened, *build.pauses(1)))
    return (Catch((build.scope((*inner, *build.pauses(1), *fails)),)),)


@clause("streams/unused", "merge/unused")
@given(program=unread_streams())
def test_an_unused_stream_neither_hangs_nor_leaks(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the scope waits for the stream to be read."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(run.trace.first(Did.OPENS))
        expect_closed_by_exit(run)
