"""Properties of `failures/body-and-task`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.interpreter import described
from haiway_conformance.programs.operations import Block, Catch, CleanUp, Fail, Scope, Wait, Yield
from haiway_conformance.simulation import Did
from haiway_conformance.suite.failures.checks import all_surface, named, unhandled
from haiway_conformance.suite.failures.programs import (
    bodies_that_await_failures,
    busy_tasks,
    failing_task,
)


@programs
def failing_with_the_body(build: Builder) -> Block:
    """Scopes, nested or not, body and tasks of which fail; the body also when it is cancelled."""
    body: Block = ()
    for level in range(build.number(1, 2), 0, -1):
        name = f"scope{level}"
        tasks = build.some(1, 2, lambda name=name: failing_task(build, name))
        match build.number(0, 4):
            case 0:
                end: Block = (*build.pauses(), a_failure(build))
            case 1:
                wait: Block = (*body, *build.pauses(1), Wait(build.name("rest"), "idle"))
                end = (CleanUp(wait, (*build.pauses(1), a_failure(build))),)
                body = ()
            case 2:
                wait = (*build.pauses(1), Wait(build.name("rest"), "idle"))
                end = (Catch(wait, "cancellation"), *build.pauses(1), a_failure(build))
            case 3:  # what the body raises comes from what a task, the first to fail, has raised
                cause, fail = Fail(build.name("error")), a_failure(build)
                tasks = (build.spawn((*build.pauses(1), cause)), *tasks[1:])
                caused = Fail(fail.error, fail.kind, cause.error)
                end = (Catch((Wait(build.name("rest"), "idle"),), "cancellation"), caused)
            case _:
                end = ((Yield(),) * build.number(0, 3)) + (a_failure(build),)
        body = (Scope(name, (*tasks, *body, *busy_tasks(build, name), *end)),)
    return body


@clause("failures/body-and-task")
@given(program=failing_with_the_body())
def test_failures_of_body_and_tasks_both_surface(explore: Explorer, program: Program) -> None:
    """If this fails: does one of the body's exception and a task's replace the other?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        _body_and_tasks_surface(run)


def _body_and_tasks_surface(run: Run) -> None:
    for scope in run.scopes:
        body, exited, failures = run.bodies.get(scope), run.exited(scope), unhandled(run, scope)
        if body is None or exited is None or not (names := named(described(body.error))):
            continue
        # Where none failed, a request may take the place of what the body raised: body-alone.
        if not run.premise(any(run.trace.of(Did.FAILED, subject=t) for t in run.tasks_of(scope))):
            continue
        left = run.surfaced(scope, context=not failures)
        surfaced = {found for name in left for found in named(name)}
        expect(
            names <= surfaced,
            f"the body of scope {scope} raised {described(body.error)}, and tasks failed with"
            f" {', '.join(failures) or 'what it had got from them'}, but what the body raised did"
            f" not surface: the scope was exited {exited.detail}",
        )
        all_surface(run, scope, failures)


@clause("failures/body-and-task")
@given(program=bodies_that_await_failures())
def test_what_a_body_got_from_a_task_surfaces_with_the_rest(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a failure count as dealt with, though who awaited it let it go on?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        _body_and_tasks_surface(run)
