"""`scopes/resource-entered-first`: every resource of a scope is entered before its body begins."""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Scope
from haiway_conformance.simulation import Did
from haiway_conformance.suite.scopes.programs import some_resources
from haiway_conformance.suite.scopes.resource_programs import resources_around_tasks


@clause("scopes/resource-entered-first")
@given(program=resources_around_tasks())
def test_resources_are_entered_before_the_body(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the body begins while resources are still being entered."""
    for run in explore(program):
        entered = run.trace.first(Did.ENTERED, subject="scope1")
        if not run.premise(entered) or entered is None:
            continue
        for resource in _resources(program):
            event = run.trace.first(Did.RESOURCE_ENTERED, subject=resource)
            expect(
                event is not None and event.number < entered.number,
                f"the body of scope1 began before {resource} had been entered",
            )


def _resources(program: Program) -> list[str]:
    return [each.name for scope in program if isinstance(scope, Scope) for each in scope.resources]


@programs
def equal_resources(build: Builder) -> Block:
    """Draw a scope with resources that compare equal, and perhaps one that does not."""
    twins = tuple(replace(each, twin=True) for each in some_resources(build, 2, 3))
    resources = (*twins, *some_resources(build, 0, 1))
    return (Scope("scope1", build.pauses(1), resources=resources),)


@clause("scopes/resource-entered-first")
@given(program=equal_resources())
def test_resources_that_are_equal_are_all_entered(explore: Explorer, program: Program) -> None:
    """If this fails, check whether resources are kept in a set, or as the keys of a dict."""
    for run in explore(program):
        if not run.premise(run.trace.first(Did.ENTERED, subject="scope1")):
            continue
        resources = [each.subject for each in run.trace.of(Did.RESOURCE_ENTERED)]
        for resource in _resources(program):
            expect(
                resource in resources,
                f"{resource} of scope1, some of whose resources are equal, was never entered; those"
                f" that were: {', '.join(resources) or 'none'}",
            )
