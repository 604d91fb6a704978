"""`state/given-twice`: which of two objects of one type a scope gives is left open."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, GetState, Provided, Resource, Scope
from haiway_conformance.simulated_loop import Did


@programs
def given_twice(build: Builder) -> Block:
    """Draw a scope given one type twice: directly, by a resource as well, or by two resources."""
    first, second = Provided("A", "first"), Provided("A", "second")
    look: Block = (GetState("A"),)
    match build.number(0, 2):
        case 0:
            return (Catch((Scope("both", look, state=(first, second)),)),)
        case 1:
            resource = Resource("resource", gives=(second,), form="one")
            return (Catch((Scope("mixed", look, state=(first,), resources=(resource,)),)),)
        case _:
            resources = tuple(
                Resource(f"resource{number}", gives=(each,), form="one")
                for number, each in enumerate((first, second))
            )
            return (Catch((Scope("resources", look, resources=resources),)),)


@clause("state/given-twice")
@given(program=given_twice())
def test_which_of_two_states_wins(explore: Explorer, program: Program) -> None:
    """Record which state is found where a scope was given two objects of one type."""
    for run in explore(program, any_ending=True, hygiene=False):
        entering = run.trace.first(Did.ENTERING)
        kind = {"both": "given twice", "mixed": "by the scope (first) and a resource (second)"}.get(
            entering.subject if entering else "", "by two resources"
        )
        for found in run.seen("state A") or ["an error"]:
            explore.observe(f"{kind}: {found}")
