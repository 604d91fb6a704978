"""`state/default-instance`: whether state made by default is made anew is left open."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, MakeTwice


@programs
def state_made_twice(build: Builder) -> Block:
    """Draw a scope in which state that nobody gave is looked up twice."""
    return (build.scope((*build.pauses(1), MakeTwice("D"))),)


@clause("state/default-instance")
@given(program=state_made_twice())
def test_whether_state_is_made_anew(explore: Explorer, program: Program) -> None:
    """Record whether each lookup makes an instance, or the first one is kept."""
    for run in explore(program):
        for seen in run.seen("two lookups of D"):
            explore.observe(seen)
