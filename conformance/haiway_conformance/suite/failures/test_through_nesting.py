"""Properties of `failures/through-nesting`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import EXCEPTIONS, a_failure
from haiway_conformance.programs.interpreter import described
from haiway_conformance.programs.operations import Await, Block, Catch, Scope, Wait
from haiway_conformance.simulation import Did
from haiway_conformance.suite.failures.checks import named
from haiway_conformance.suite.failures.programs import busy_tasks, failing_task


@programs
def caught_failures(build: Builder) -> Block:
    """A scope in which something fails, within a scope that catches it and goes on."""
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
    """If this fails: does a failure go to the outermost scope, past the ones between?"""
    for run in explore(program, any_ending=True):
        outer, *inner = run.scopes
        exited, failures = run.exited(outer), _failures(run, inner)
        # A failure that is nowhere to be seen is another clause's business.
        seen = {
            name for scope in run.scopes for each in run.surfaced(scope) for name in named(each)
        }
        if exited is None or not run.premise(failures & seen):
            continue
        story = f"{', '.join(sorted(failures))} failed in scope {inner[-1]}"
        expect(
            run.trace.first(Did.CAUGHT),
            f"{story}, but nothing was raised at that scope's `async with`, around which"
            " everything is caught",
        )
        expect(
            run.trace.first(Did.GOES_ON, subject="afterwards"),
            f"{story} and was caught around it, but the code after that did not go on: scope"
            f" {outer} was exited {exited.detail}",
        )
        expect(
            exited.detail == "normally",
            f"{story} and was caught around it, but scope {outer} around that raised:"
            f" {exited.detail}",
        )
        runner, exiting = run.trace.first(Did.CAUGHT), run.exiting(outer)
        for task in run.tasks_of(outer):
            interrupted = run.trace.first(Did.INTERRUPTED, task=task)
            expect(
                (runner and task == runner.task)
                or interrupted is None
                or (exiting and interrupted.number > exiting.number),
                f"{story} and was caught around it, but task {task} of scope {outer} was cancelled"
                f" before the body of {outer} had ended",
            )


def _failures(run: Run, scopes: list[str]) -> set[str]:
    """What failed in scopes, tasks and bodies, by name."""
    tasks = [task for scope in scopes for task in run.tasks_of(scope)]
    told = [each.detail for each in run.trace.of(Did.FAILED) if each.subject in tasks]
    told += [described(body.error) for scope in scopes if (body := run.bodies.get(scope))]
    return {name for each in told for name in named(each)}
