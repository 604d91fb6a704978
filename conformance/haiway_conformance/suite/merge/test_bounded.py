"""Properties of `merge/bounded`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calls
from haiway_conformance.programs.operations import Block, Merge, Next, Source, Wait, Yield
from haiway_conformance.suite.consumers.checks import stayed_behind


@calls
def slow_consumers(build: Builder) -> Block:
    """A consumer that takes an element or two of endless sources, and then its time.

    Perhaps one of them has ended, and the stream goes on.
    """
    first, second = (
        Source("async generator", (), (build.one_of(Yield(), Wait(build.name("p"))),), "endless")
        for _ in range(2)
    )
    read: Block = (Next("s1", build.number(1, 2)), build.long_while())
    if build.seldom():
        return (Merge("s1", (Source("async generator"), second), exhaustive=True), *read)
    return (Merge("s1", (first, second)), *read)


@clause("merge/bounded")
@given(program=slow_consumers())
def test_a_slow_consumer_stops_the_sources(explore: Explorer, program: Program) -> None:
    """If this fails: do the sources fill a queue without a limit?"""
    for run in explore(program, any_ending=True):
        run.premise(stayed_behind(run))
