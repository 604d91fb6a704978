"""Two consumers may ask for an item at the same time: both are served, or one is refused.

Properties of `streams/concurrent-requests` and `streams/concurrent-requests-end`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import Await, Block, Catch, Consume, Open
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.monitoring.hangs import asked_by_two_at_once


@programs
def read_by_two(build: Builder) -> Block:
    """Draw two tasks that consume one stream at the same time."""
    source = generator(build, 1, 3)
    readers = [build.spawn((Catch((Consume("s1", build.pauses(1)),)),)) for _ in range(2)]
    return (build.scope((Open("s1", source), *readers, *(Await(each.task) for each in readers))),)


@clause("streams/concurrent-requests")
@given(program=read_by_two())
def test_two_consumers_at_once(explore: Explorer, program: Program) -> None:
    """Record whether both are served or one gets an error."""
    for run in explore(program, any_ending=True):
        refused = any(each.did is Did.GOT and each.subject == "s1" for each in run.trace)
        if asked_by_two_at_once(run, "s1"):
            explore.observe("one gets an error" if refused else "both are served")


@clause("streams/concurrent-requests-end")
@given(program=read_by_two())
def test_neither_of_two_consumers_hangs(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a second consumer takes the place of one that waits."""
    for run in explore(program, any_ending=True):
        run.premise(asked_by_two_at_once(run, "s1"))
        run.must_end()
