"""Properties of `streams/bounded`."""

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
from haiway_conformance.suite.consumers.checks import stayed_behind


@programs
def slow_consumers(build: Builder) -> Block:
    """A consumer that takes an item or two of an endless generator, and then its time."""
    source = Source("async generator", (), (build.one_of(Yield(), Wait("p")),), "endless")
    read: Block = (Next("s1", build.number(1, 3)), build.long_while())
    if build.seldom():  # it has given up waiting for another one
        read = (Next("s1"), Deadline(0, (Next("s1"),)), build.long_while())
    return (build.scope((Open("s1", source), *read, Close("s1"))),)


@clause("streams/bounded")
@given(program=slow_consumers())
def test_a_slow_consumer_stops_the_generator(explore: Explorer, program: Program) -> None:
    """If this fails: does the generator fill a queue without a limit?"""
    for run in explore(program, any_ending=True):
        run.premise(stayed_behind(run))
