"""Properties of `variables/handlers`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Element,
    Execute,
    Process,
    SetVariable,
    Source,
)
from haiway_conformance.suite.variables.checks import looks_in, own_values_only, set_before
from haiway_conformance.suite.variables.programs import look_ups, uses_of_variables


@programs
def handlers_with_variables(build: Builder) -> Block:
    """A helper each of whose handlers sets and looks up variables."""
    elements = tuple(
        Element(body=(*look_ups(), *uses_of_variables(build, 1, 3), *build.pauses(1), *look_ups()))
        for _ in range(build.number(1, 4))
    )
    source = Source(elements=elements)
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (build.scope((SetVariable("A", build.name("value")), helper, *look_ups())),)


@clause("variables/handlers")
@pytest.mark.needs("execute")
@given(program=handlers_with_variables())
def test_each_handler_call_is_alone(explore: Explorer, program: Program) -> None:
    """If this fails: do the handler calls of a helper run in one task or one store?"""
    for run in explore(program):
        for look in looks_in(run):
            others = set_before(run, look) - {look.event.task}
            run.premise("[" in look.event.task and any("[" in each for each in others))
        own_values_only(run)


@programs
def handlers_with_scopes_of_their_own(build: Builder) -> Block:
    """A helper each of whose handlers sets variables in a scope of its own, and looks around it."""

    def element() -> Element:
        inner = build.scope(
            (*uses_of_variables(build, 1, 2), SetVariable("A", build.name("value")))
        )
        return Element(body=(*look_ups(), *build.pauses(1), inner, *build.pauses(1)))

    source = Source(elements=tuple(element() for _ in range(build.number(2, 3))))
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (build.scope((helper, *look_ups())),)


@clause("variables/handlers")
@pytest.mark.needs("execute")
@given(program=handlers_with_scopes_of_their_own())
def test_what_a_handler_sets_in_a_scope_of_its_own_reaches_no_other(
    explore: Explorer, program: Program
) -> None:
    """If this fails: do variables move up, at a scope's exit, into what all handlers share?"""
    for run in explore(program):
        for look in looks_in(run):
            run.premise("[" in look.event.task and set_before(run, look) - {look.event.task})
        own_values_only(run)
