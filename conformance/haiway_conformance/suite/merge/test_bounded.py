"""Each source is at most a bounded number of elements ahead: `merge/bounded`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calls
from haiway_conformance.programs.operations import Block, Merge, Next, Source, Wait, Yield
from haiway_conformance.suite.consumers.checks import expect_bounded


@calls
def slow_consumers(build: Builder) -> Block:
    """Draw a consumer that takes an element or two of endless sources, and then is busy.

    One source may have ended, with the stream going on.
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
    """If this fails, check whether the sources fill an unbounded queue."""
    for run in explore(program, any_ending=True):
        run.premise(expect_bounded(run))
