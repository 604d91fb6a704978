"""`failures/through-nesting`: what leaves an inner scope can be caught around its `async with`.

Tried with an inner scope that fails, and an outer one whose body catches that and goes on.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import EXCEPTIONS, a_failure
from haiway_conformance.programs.execution import described
from haiway_conformance.programs.operations import Await, Block, Catch, Scope, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.failures.checks import failure_names, surfaced_names
from haiway_conformance.suite.failures.programs import busy_tasks, failing_task
from haiway_conformance.suite.scopes.checks import how


@programs
def caught_failures(build: Builder) -> Block:
    """Draw a scope in which something fails, inside a scope that catches it and goes on."""
    inner = "scope2"
    tasks = build.some(0, 2, lambda: failing_task(build, inner, *EXCEPTIONS))
    end: Block = (a_failure(build, *EXCEPTIONS),) if not tasks or build.seldom() else ()
    scope = Scope(inner, (*tasks, *busy_tasks(build, inner), *build.pauses(), *end))
    if build.seldom():
        scope = Scope("scope3", (*busy_tasks(build, "scope3"), scope))
    body: Block = (Catch((scope,)), *build.pauses(1), Wait("afterwards", "idle"))
    if build.flag():
        runner = build.spawn(body)
        body = (runner, Await(runner.task))
    outer = build.some(0, 2, lambda: build.spawn(build.busy_until_exit("scope1")))
    return (Scope("scope1", (*outer, *body)),)


@clause("failures/through-nesting")
@given(program=caught_failures())
def test_what_fails_in_an_inner_scope_can_be_caught_around_it(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a failure goes to the outermost scope, past those between."""
    for run in explore(program, any_ending=True):
        outer, *inner = run.scopes
        exited, failures = run.exited(outer), _names_of_failures(run, inner)
        # That failures surface at all is `failures/surfaces`.
        surfaced = {name for scope in run.scopes for name in surfaced_names(run, scope)}
        if exited is None or not run.premise(failures & surfaced):
            continue
        situation = f"scope {inner[-1]} failed with {', '.join(sorted(failures))}"
        expect(
            run.trace.first(Did.CAUGHT),
            f"{situation}, but the `try` around its `async with` caught nothing",
        )
        expect(
            run.trace.first(Did.GOES_ON, subject="afterwards"),
            f"{situation}, which was caught around it, but the code after that did not run:"
            f" scope {outer} was exited {how(exited)}",
        )
        expect(
            exited.detail == "normally",
            f"{situation}, which was caught around it, but the outer scope {outer} raised"
            f" {exited.detail}",
        )
        runner, exiting = run.trace.first(Did.CAUGHT), run.exiting(outer)
        for task in run.tasks_of(outer):
            interrupted = run.trace.first(Did.INTERRUPTED, task=task)
            expect(
                (runner and task == runner.task)
                or interrupted is None
                or (exiting and interrupted.number > exiting.number),
                f"{situation}, which was caught around it, but task {task} of scope {outer} was"
                f" cancelled before the body of {outer} had ended",
            )


def _names_of_failures(run: Run, scopes: list[str]) -> set[str]:
    """Return the names of the failures in scopes, those of their tasks and of their bodies."""
    tasks = [task for scope in scopes for task in run.tasks_of(scope)]
    descriptions = [each.detail for each in run.trace.of(Did.FAILED) if each.subject in tasks]
    descriptions += [described(body.error) for scope in scopes if (body := run.bodies.get(scope))]
    return {name for each in descriptions for name in failure_names(each)}
