"""`state/overrides`: the innermost scope that gives a type wins; others stay visible.

Nested scopes give all, some or none of the types that outer scopes give, equal objects included; or
many other types.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution.state_types import many_types
from haiway_conformance.programs.operations import Await, Block, GetState
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import TYPES, get_state, scope_with


@programs
def overridden_state(build: Builder) -> Block:
    """Draw two or three nested scopes that give the same types, looked up at each level."""
    body: Block = ()
    for level in range(build.number(2, 3), 0, -1):
        types = TYPES
        if level > 1:
            types = build.one_of(TYPES, ("A", "D", "F"), ("F",), ("E",), ("A",), ())
        look = (*get_state(build, TYPES), *build.pauses(1))
        if build.seldom():
            task = build.spawn(look)
            look = (task, Await(task.task))
        inner = build.in_a_task(body) if body else body
        name = f"scope{level}"
        body = (scope_with(build, name, types, (*look, *inner), by_resource=build.seldom()),)
    return body


@clause("state/overrides")
@given(program=overridden_state())
def test_the_nearest_scope_wins(explore: Explorer, program: Program) -> None:
    """If this fails, check whether outer state wins, or an inner scope hides what it lacks."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            run.premise(len(lookup.given) > 1)
            is_found(lookup)


@programs
def state_of_many_types(build: Builder) -> Block:
    """Draw a scope within one that gives many types, where state of all scopes is looked up."""
    many = many_types(build.one_of(20, 70))
    look = (*map(GetState, ("A", many[0], many[-1], "B")), *build.pauses(1))
    inner = scope_with(build, "scope3", ("B",), (*look, *build.in_a_task(look)))
    middle = scope_with(build, "scope2", many, (inner,), by_resource=build.flag())
    return (scope_with(build, "scope1", ("A",), (middle,)),)


@clause("state/overrides")
@given(program=state_of_many_types())
def test_state_is_found_among_many_types(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the number of types is limited, or a cache has filled."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            run.premise(lookup.given)
            is_found(lookup)
