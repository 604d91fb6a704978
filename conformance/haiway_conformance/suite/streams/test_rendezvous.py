"""The generator is at most one item ahead of its consumer: `streams/rendezvous`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Element,
    Open,
    Source,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did


@programs
def busy_consumers(build: Builder) -> Block:
    """Draw a consumer that is busy after each item, and a generator that could go on."""
    before: Block = build.one_of((), (Yield(),), (Wait("p"),))
    source = Source("async generator", (Element(),) * build.number(3, 5), before)
    return (build.scope((Open("s1", source), Consume("s1", (build.suspension(),)))),)


@clause("streams/rendezvous")
@given(program=busy_consumers())
def test_the_generator_is_hardly_ahead(explore: Explorer, program: Program) -> None:
    """If this fails, check whether there is a buffer between generator and consumer."""
    for run in explore(program):
        asked = gave = 0
        for each in run.trace:
            if each.did is Did.ASKS:
                asked += 1
            elif each.did is Did.READ:
                gave += 1
                run.premise(gave > 1)
                expect(
                    gave <= asked + 1,
                    f"the generator of stream s1 gave {each.subject} when the consumer had asked"
                    f" for {asked} items",
                )
