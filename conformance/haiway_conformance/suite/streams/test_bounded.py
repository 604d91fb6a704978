"""The generator is at most a bounded number of items ahead: `streams/bounded`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Close,
    Deadline,
    Next,
    Open,
    Source,
    Wait,
    Yield,
)
from haiway_conformance.suite.consumers.checks import expect_bounded


@programs
def slow_consumers(build: Builder) -> Block:
    """Draw a consumer that takes some items of an endless generator, and then is busy."""
    source = Source("async generator", (), (build.one_of(Yield(), Wait("p")),), "endless")
    read: Block = (Next("s1", build.number(1, 3)), build.long_while())
    if build.seldom():  # after a time-out while it waited for another item
        read = (Next("s1"), Deadline(0, (Next("s1"),)), build.long_while())
    return (build.scope((Open("s1", source), *read, Close("s1"))),)


@clause("streams/bounded")
@given(program=slow_consumers())
def test_a_slow_consumer_stops_the_generator(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the generator fills an unbounded queue."""
    for run in explore(program, any_ending=True):
        run.premise(expect_bounded(run))
