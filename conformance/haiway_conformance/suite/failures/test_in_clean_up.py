"""`failures/in-clean-up`: what a task raises in reaction to its cancellation surfaces.

Tried with tasks that fail after they are cancelled by exit, error, failure, user code or time-out.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.operations import (
    INTERRUPTION,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Deadline,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.failures.checks import expect_failures_surface, unhandled_failures
from haiway_conformance.suite.failures.programs import ODD

OUT_OF_TIME = 5
"""The last of the ways to cancel: a time-out."""


@programs
def failing_clean_ups(build: Builder) -> Block:
    """Draw tasks that fail in reaction to a cancellation of any kind."""
    way = build.number(0, OUT_OF_TIME)

    def task() -> Spawn:
        fail = a_failure(build, *(ODD if build.seldom() else ()))
        work = (*build.pauses(1), build.until_exit("scope1"))
        if build.seldom():
            return build.spawn((Catch(work, "cancellation"), *build.pauses(), fail))
        fail = replace(fail, cause=build.one_of("", INTERRUPTION))
        return build.spawn((CleanUp(work, (*build.pauses(), fail)),))

    tasks = [task() for _ in range(build.number(1, 3))]
    rest: Block = (Wait("rest", "idle"), *build.pauses(1))
    end: Block = (Sleep(9),) if way == OUT_OF_TIME else ()
    match way:
        case 1:
            end = (a_failure(build),)
        case 2:
            rest = (build.spawn((*build.pauses(), a_failure(build))), *rest)
        case 3:
            cancel = Cancel(build.one_of(*tasks).task)
            rest = (*rest, build.spawn((cancel,)) if build.flag() else cancel, *build.pauses(1))
        case _:
            pass
    scope = Scope("scope1", (*tasks, *rest, *end))
    match way:
        case 4:
            wait = Wait("request", "idle", after="entered scope1")
            return (Start("runner", (scope,)), wait, *build.pauses(1), Cancel("runner"))
        case 5:  # OUT_OF_TIME
            return (Deadline(3, (scope,)),)
        case _:
            return (Scope("around", build.in_a_task((scope,))),) if build.seldom() else (scope,)


@clause("failures/in-clean-up")
@given(program=failing_clean_ups())
def test_failures_of_clean_ups_surface(explore: Explorer, program: Program) -> None:
    """If this fails, check whether any end after a cancellation counts as cancelled."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            failures = {
                name: task
                for name, task in unhandled_failures(run, scope).items()
                if run.trace.first(Did.INTERRUPTED, task=task)
            }
            run.premise(expect_failures_surface(run, scope, failures))
