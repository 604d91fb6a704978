"""`variables/handlers`: each call of a handler has variables of its own.

Handlers of a helper set and look up variables concurrently, some in nested scopes.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Deadline,
    Element,
    Execute,
    Operation,
    Process,
    SetVariable,
    Sleep,
    Source,
)
from haiway_conformance.suite.variables.checks import found_only_own_values, lookups, set_before
from haiway_conformance.suite.variables.programs import get_all_variables, use_variables


@programs
def handlers_with_variables(build: Builder) -> Block:
    """Draw a helper each of whose handlers sets and looks up variables."""
    elements = tuple(
        Element(
            body=(
                *get_all_variables(),
                *use_variables(build, 1, 3),
                *build.pauses(1),
                *get_all_variables(),
            )
        )
        for _ in range(build.number(1, 4))
    )
    source = Source(elements=elements)
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (build.scope((SetVariable("A", build.name("value")), helper, *get_all_variables())),)


@clause("variables/handlers")
@given(program=handlers_with_variables())
def test_each_handler_call_is_alone(explore: Explorer, program: Program) -> None:
    """If this fails, check whether handler calls of a helper share a task or a store."""
    for run in explore(program):
        for lookup in lookups(run):
            others = set_before(run, lookup) - {lookup.event.task}
            run.premise("[" in lookup.event.task and any("[" in each for each in others))
        found_only_own_values(run)


@programs
def handlers_with_scopes_of_their_own(build: Builder) -> Block:
    """Draw a helper whose handlers set variables in a nested scope, and look them up outside."""

    def element() -> Element:
        inner = build.scope((*use_variables(build, 1, 2), SetVariable("A", build.name("value"))))
        return Element(body=(*get_all_variables(), *build.pauses(1), inner, *build.pauses(1)))

    source = Source(elements=tuple(element() for _ in range(build.number(2, 3))))
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (build.scope((helper, *get_all_variables())),)


@clause("variables/handlers")
@given(program=handlers_with_scopes_of_their_own())
def test_what_a_handler_sets_in_a_scope_of_its_own_reaches_no_other(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a scope's exit writes variables where all handlers see them."""
    _expect_alone(explore, program)


@programs
def handlers_after_an_interrupted_call(build: Builder) -> Block:
    """Draw a helper whose handlers set variables, after one that a time-out has ended."""
    helper = build.one_of(Process, Execute)

    def call(end: Block, *, slowly: bool = False) -> Operation:
        name = build.name("helper")
        elements = tuple(
            Element(
                body=(
                    *get_all_variables(),
                    SetVariable("A", build.name("value")),
                    *build.pauses(1),
                    *end,
                )
            )
            for _ in range(build.number(1, 3))
        )
        source = Source("async generator", elements, (Sleep(2),)) if slowly else None
        return helper(name, source or Source(elements=elements), build.number(1, 3))

    # The time-out ends it while its calls wait, or while its source does.
    first = Deadline(1, (build.scope((call((build.for_ever(),), slowly=build.flag()),)),))
    second = build.scope((call(()),))
    return (build.scope((first, second)),) if build.flag() else (first, second)


@clause("variables/handlers")
@given(program=handlers_after_an_interrupted_call())
def test_a_handler_starts_with_no_variables_after_an_interrupted_call(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check what a cancelled handler call leaves to the calls after it."""
    _expect_alone(explore, program)


def _expect_alone(explore: Explorer, program: Program) -> None:
    """Check that no handler's call finds what somebody else has set before."""
    for run in explore(program):
        for lookup in lookups(run):
            run.premise("[" in lookup.event.task and set_before(run, lookup) - {lookup.event.task})
        found_only_own_values(run)
