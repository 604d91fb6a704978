"""`failures/body-and-task`: when the body raises and a task fails, both exceptions surface.

Tried with bodies that raise by themselves, when they are cancelled, or with what they awaited.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.execution import described
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    Fail,
    Failing,
    Scope,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.failures.checks import (
    expect_failures_surface,
    failure_names,
    surfaced_names,
    unhandled_failures,
)
from haiway_conformance.suite.failures.programs import (
    bodies_that_await_failures,
    busy_tasks,
    failing_task,
)
from haiway_conformance.suite.scopes.checks import how


@programs
def failing_with_the_body(build: Builder) -> Block:
    """Draw scopes, nested or not, whose body and tasks fail; the body also when cancelled."""
    body: Block = ()
    # Twins compare equal: only identity tells the two failures apart.
    kinds: tuple[Failing, ...] = ("twin",) if build.seldom() else ()
    for level in range(build.number(1, 2), 0, -1):
        name = f"scope{level}"
        tasks = build.some(1, 2, lambda name=name: failing_task(build, name, *kinds))
        match build.number(0, 4):
            case 0:
                end: Block = (*build.pauses(), a_failure(build, *kinds))
            case 1:
                wait: Block = (*body, *build.pauses(1), Wait(build.name("rest"), "idle"))
                end = (CleanUp(wait, (*build.pauses(1), a_failure(build, *kinds))),)
                body = ()
            case 2:
                wait = (*build.pauses(1), Wait(build.name("rest"), "idle"))
                end = (Catch(wait, "cancellation"), *build.pauses(1), a_failure(build, *kinds))
            case 3:  # the exception of the body is caused by that of a task
                cause, fail = Fail(build.name("error")), a_failure(build)
                tasks = (build.spawn((*build.pauses(1), cause)), *tasks[1:])
                caused = Fail(fail.error, fail.kind, cause.error)
                end = (Catch((Wait(build.name("rest"), "idle"),), "cancellation"), caused)
            case _:
                end = ((Yield(),) * build.number(0, 3)) + (a_failure(build, *kinds),)
        body = (Scope(name, (*tasks, *body, *busy_tasks(build, name), *end)),)
    return body


@clause("failures/body-and-task")
@given(program=failing_with_the_body())
def test_failures_of_body_and_tasks_both_surface(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the body's exception and a task's replace each other."""
    for run in explore(program, any_ending=True):
        run.must_end()
        _expect_body_and_tasks_surface(run)


def _expect_body_and_tasks_surface(run: Run) -> None:
    for scope in run.scopes:
        body, exited, failures = (
            run.bodies.get(scope),
            run.exited(scope),
            unhandled_failures(run, scope),
        )
        if body is None or exited is None or not (names := failure_names(described(body.error))):
            continue
        # Where none failed, a CancelledError may leave instead: `failures/body-alone`.
        if not run.premise(any(run.trace.of(Did.FAILED, subject=t) for t in run.tasks_of(scope))):
            continue
        surfaced = surfaced_names(run, scope, context=not failures)
        expect(
            names <= surfaced,
            f"the body of scope {scope} raised {described(body.error)}, and tasks failed with"
            f" {', '.join(failures) or 'what the body got from them'}, but what the body raised"
            f" did not surface: the scope was exited {how(exited)}",
        )
        expect_failures_surface(run, scope, failures)


@clause("failures/body-and-task")
@given(program=bodies_that_await_failures())
def test_a_failure_raised_through_the_body_surfaces_with_the_others(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a failure counts as handled though its awaiter let it pass."""
    for run in explore(program, any_ending=True):
        run.must_end()
        _expect_body_and_tasks_surface(run)
