"""`scopes/resource-order`: resources are exited one by one, in reverse order of entering."""

from itertools import combinations

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Fail, Scope
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.programs import some_resources


@programs
def several_resources(build: Builder) -> Block:
    """Draw a scope with several resources, left by return or error."""
    failing: Block = (Fail("error"),) if build.seldom() else ()
    body = (*build.pauses(1), *failing)
    return (Catch((Scope("scope1", body, resources=some_resources(build, 2, 3)),)),)


@clause("scopes/resource-order")
@given(program=several_resources())
def test_resources_are_exited_in_reverse_order(explore: Explorer, program: Program) -> None:
    """If this fails, check whether resources are exited in the order of entering, or together."""
    for run in explore(program):
        entered = [each.subject for each in run.trace.of(Did.RESOURCE_ENTERED)]
        for first, second in combinations(entered, 2):
            if _overlap(run, first, second):
                continue  # they were entered at the same time
            exiting = run.trace.first(Did.RESOURCE_EXITING, subject=first)
            exited = run.trace.first(Did.RESOURCE_EXITED, subject=second)
            if exiting is None:
                continue  # that each one is exited is `scopes/resource-exited-once`
            run.premise(True)  # noqa: FBT003 - two resources, and one was exited
            expect(
                exited is not None and exited.number < exiting.number,
                f"{first} was entered before {second}, and its exit began before {second} had been"
                " exited",
            )


def _overlap(run: Run, first: str, second: str) -> bool:
    entered = run.trace.first(Did.RESOURCE_ENTERED, subject=first)
    entering = run.trace.first(Did.RESOURCE_ENTERING, subject=second)
    return entered is None or entering is None or entering.number < entered.number
