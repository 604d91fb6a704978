"""`scopes/resource-scope`: which scope is current while a resource is entered is left open."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, GetState, Provided, Resource, Scope


@programs
def resources_that_look_up_state(build: Builder) -> Block:
    """Draw a scope with a resource that looks up state which both it and the outer one give."""
    resource = Resource("resource1", (GetState("A"), *build.pauses(1)))
    inner = Scope("scope2", build.pauses(1), (Provided("A", "its own scope"),), (resource,))
    return (Scope("scope1", (inner,), (Provided("A", "the scope around"),)),)


@clause("scopes/resource-scope")
@given(program=resources_that_look_up_state())
def test_which_scope_a_resource_sees(explore: Explorer, program: Program) -> None:
    """Record whose state a resource finds while it is entered."""
    for run in explore(program):
        for seen in run.seen("state A", task="resource1"):
            explore.observe(f"it sees {seen}")
