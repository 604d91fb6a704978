"""`scopes/resource-entered-first`: every resource of a scope is entered before its body begins."""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Scope
from haiway_conformance.simulated_loop import Did
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
def odd_resources(build: Builder) -> Block:
    """Draw a scope with resources that are equal, or false and without a hash, and perhaps others.

    They may be given as a generator.
    """
    odd = some_resources(build, 2, 3)
    odd = tuple(
        replace(each, twin=True) if build.flag() else replace(each, bare=True) for each in odd
    )
    resources = (*odd, *some_resources(build, 0, 1))
    return (Scope("scope1", build.pauses(1), resources=resources, generated=build.seldom()),)


@clause("scopes/resource-entered-first")
@given(program=odd_resources())
def test_resources_that_are_equal_are_all_entered(explore: Explorer, program: Program) -> None:
    """If this fails, check whether resources are kept in a set, or as the keys of a dict.

    Or whether one that is false counts as none, or the iterable is read more than once.
    """
    for run in explore(program):
        if not run.premise(run.trace.first(Did.ENTERED, subject="scope1")):
            continue
        resources = [each.subject for each in run.trace.of(Did.RESOURCE_ENTERED)]
        for resource in _resources(program):
            expect(
                resource in resources,
                f"{resource} of scope1, some of whose resources are equal or false, was never"
                f" entered; those that were: {', '.join(resources) or 'none'}",
            )
