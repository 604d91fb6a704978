"""`scopes/resource-task`: resources are entered and exited in the task that runs the scope."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Fail, Scope, Start
from haiway_conformance.suite.scopes.programs import some_resources


@programs
def resources_in_a_task(build: Builder) -> Block:
    """Draw a scope with resources, run by main or by a task, left by return or error."""
    failing: Block = (Fail("error"),) if build.seldom() else ()
    scope = Scope("scope1", (*build.pauses(1), *failing), resources=some_resources(build, 1, 2))
    return (Start("runner", (Catch((scope,)),)),) if build.flag() else (Catch((scope,)),)


@clause("scopes/resource-task")
@given(program=resources_in_a_task())
def test_resources_are_entered_and_exited_in_the_task_of_the_scope(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether resources are gathered, which runs each in a new task."""
    for run in explore(program):
        for visit in run.visits:
            run.premise(True)  # noqa: FBT003 - a resource was entered
            expect(
                visit.by_host,
                f"{visit.resource} of scope1 was {'exited' if visit.exits else 'entered'} in"
                " another task than the one that runs the scope",
            )
