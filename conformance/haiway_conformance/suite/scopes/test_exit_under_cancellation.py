"""`scopes/exit-under-cancellation`: exit that is cancelled still waits, then raises CancelledError.

Tried with a task that is cancelled, up to four times, while the exit of its scope waits for tasks.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CleanUp,
    Operation,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import expect_tasks_ended_inside, how


@programs
def cancelled_while_exiting(build: Builder) -> Block:
    """Draw a task that is cancelled, up to four times, while its scope's exit waits for tasks."""

    def task() -> Operation:
        return build.spawn((CleanUp((build.for_ever(),), (build.suspension(), *build.pauses())),))

    tasks = build.some(1, 3, task)
    body: Block = (Scope("scope1", (*tasks, Wait(build.name("p"), "idle"))),)
    if build.flag():
        body = (Scope("around", (*build.some(0, 1, task), *body)),)
    request: Block = (Wait("request", "any", after="exit of scope1"), *build.pauses(1))
    cancel = Cancel("runner", build.one_of("", "a message"))
    # What a clean-up waits for may be interrupted by these.
    again = (*build.pauses(1), cancel) * build.one_of(0, 0, 1, 3)
    return (Start("runner", body), *request, cancel, *again)


@clause("scopes/exit-under-cancellation")
@given(program=cancelled_while_exiting())
def test_cancellation_during_exit_waits_and_then_goes_on(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether CancelledError ends the wait for tasks, or is lost in it."""
    for run in explore(program):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        for scope in run.scopes:
            exiting, exited = run.exiting(scope), run.exited(scope)
            if not (exiting and exited and requested):
                continue
            if run.premise(exiting.number < requested.number < exited.number):
                expect_tasks_ended_inside(run, scope)
                expect(
                    tells_cancellation(exited.detail),
                    f"task runner was cancelled while the exit of scope {scope} waited, but the"
                    f" scope was exited {how(exited)}: the cancellation was swallowed",
                )
