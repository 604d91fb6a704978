"""`variables/nested-scope`: how nested scopes share variables is left open."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, GetVariable, SetVariable


@programs
def nested_scopes_with_variables(build: Builder) -> Block:
    """Draw a nested scope that looks up and sets a variable of the scope around it."""
    inner = build.scope((GetVariable("A"), SetVariable("A", "inner"), *build.pauses(1)))
    return (build.scope((SetVariable("A", "outer"), inner, GetVariable("A"))),)


@clause("variables/nested-scope")
@given(program=nested_scopes_with_variables())
def test_variables_of_nested_scopes(explore: Explorer, program: Program) -> None:
    """Record whether an inner scope sees the outer one's variables, and passes on its own."""
    for run in explore(program):
        seen = run.seen("variable A")
        if len(seen) == 2:  # noqa: PLR2004 - one lookup inside, one after
            inside, after = seen
            explore.observe(
                "an inner scope starts empty"
                if inside == "None"
                else "an inner scope sees the outer's"
            )
            explore.observe(
                "inner values move up" if after == "inner" else "the outer value is back"
            )
