"""`state/exact-type`: state is looked up by exactly the type that is asked for.

Scopes are given state of a derived type, of its base, and of another type of the same name, or of
none of them, so that some is made.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution.state_types import MADE
from haiway_conformance.programs.operations import Block, GetState, Provided, Scope
from haiway_conformance.suite.state.checks import is_found, lookups

# `G` is derived from `A`, and `H` from `D`; `C` has the same name as `A`, and `K` as `D`.
RELATED: tuple[tuple[str, ...], ...] = (("A", "G", "C"), ("D", "H", "K"), ("D", "K"))


def _state_of(scope: str, types: tuple[str, ...]) -> tuple[Provided, ...]:
    return tuple(Provided(each, f"{each} of {scope}") for each in types)


@programs
def state_of_related_types(build: Builder) -> Block:
    """Draw scopes given some of several related types, and lookups of all of them."""
    types = build.one_of(*RELATED)
    asked: Block = tuple(GetState(each, build.one_of(None, None, "fallback")) for each in types)
    given_outside = tuple(each for each in types if build.seldom())
    given_inside = (build.one_of(*types),)
    inner = Scope("scope2", build.in_a_task(asked), _state_of("scope2", given_inside))
    return (Scope("scope1", (*asked, inner), _state_of("scope1", given_outside)),)


@clause("state/exact-type")
@given(program=state_of_related_types())
def test_state_of_a_related_type_is_not_found(explore: Explorer, program: Program) -> None:
    """If this fails, check for `isinstance`, `issubclass` or a type's name in the lookup."""
    for run in explore(program):
        for lookup in lookups(run):
            run.premise(True)  # noqa: FBT003 - some related type was given, or not
            is_found(lookup)
            if not lookup.given:
                expect(
                    " of scope" not in lookup.event.detail,
                    f"{lookup.event.task} looked up state of type {lookup.type}, which no scope"
                    f" was given, and found that of a related type: {lookup.event.detail}",
                )
                made = lookup.event.detail
                expect(
                    made not in MADE.values() or made == MADE.get(lookup.type),
                    f"{lookup.event.task} looked up state of type {lookup.type}, which no scope was"
                    f" given, and found an object of a related type, {made}",
                )
