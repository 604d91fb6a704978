"""`state/provided`: code in a scope finds the very objects that the scope was given.

Scopes give objects of several types, directly or by resources; some of the objects are false.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, CleanUp, Scope
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import get_state, scope_with, state_after_prior_use


@programs
def provided_state(build: Builder) -> Block:
    """Draw scopes that give state of different types, looked up in their bodies."""
    first, *more = build.one_of(
        (("A",),),
        (("F",),),
        (("E",),),
        (("A",), ("B",)),
        (("F",), ("D",)),
        (("A", "D"), ("B", "C")),
        (("A", "B", "D", "F"), ()),
    )
    types = first
    body = (*get_state(build, types), *build.pauses(), *get_state(build, types))
    for each in more:
        types = (*types, *each)
        inner = (*build.pauses(1), *get_state(build, types))
        if build.seldom():
            inner = (CleanUp(inner, (*build.pauses(1), *get_state(build, types))),)
        body = (*body, scope_with(build, "scope2", each, inner, by_resource=build.seldom()))
    for _ in range(build.one_of(0, 0, 0, 5)):  # scopes that give nothing
        body = (Scope(build.name("empty"), body),)
    return (scope_with(build, "scope1", first, body, by_resource=build.seldom()),)


@clause("state/provided")
@given(program=provided_state())
def test_state_given_to_a_scope_is_found_in_it(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the object is copied, or a false one treated as missing."""
    for run in explore(program):
        for lookup in lookups(run):
            run.premise(lookup.given)
            is_found(lookup)


@pytest.mark.haiway_prior_use
@clause("state/provided")
@given(program=state_after_prior_use())
def test_state_is_found_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check which earlier use of the scope removes or replaces its state."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            if run.premise(lookup.given and lookup.event.task == "main"):
                is_found(lookup)
