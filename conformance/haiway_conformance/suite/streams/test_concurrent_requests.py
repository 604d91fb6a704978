"""Two consumers may ask for an item at once; the outcome is recorded, and must not be a hang.

Properties of `streams/concurrent-requests`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import Await, Block, Catch, Consume, Open
from haiway_conformance.simulation import Did


@programs
def read_by_two(build: Builder) -> Block:
    """Draw two tasks that consume one stream at the same time."""
    source = generator(build, 1, 3)
    readers = [build.spawn((Catch((Consume("s1", build.pauses(1)),)),)) for _ in range(2)]
    return (build.scope((Open("s1", source), *readers, *(Await(each.task) for each in readers))),)


@clause("streams/concurrent-requests")
@given(program=read_by_two())
def test_two_consumers_at_once(explore: Explorer, program: Program) -> None:
    """Record whether both are served or one gets an error, and check that neither hangs."""
    for run in explore(program, any_ending=True):
        run.must_end()
        refused = any(each.did is Did.GOT and each.subject == "s1" for each in run.trace)
        if len({each.task for each in run.trace.of(Did.ASKS)}) > 1:
            explore.observe("one gets an error" if refused else "both are served")
