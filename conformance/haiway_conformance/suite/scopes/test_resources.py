"""`scopes/resources`: a resource is open as long as anything of its scope runs.

Tried with a body, tasks and streams that clean up, whichever way the scope is left.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Consume,
    Fail,
    Open,
    Scope,
    Sleep,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.scopes.checks import expect_no_task_alive_at_resource_exit
from haiway_conformance.suite.scopes.programs import some_resources
from haiway_conformance.suite.scopes.resource_programs import (
    resources_around_tasks,
    resources_that_fail_to_exit,
)


@clause("scopes/resources")
@given(program=resources_around_tasks())
def test_resources_are_open_as_long_as_tasks_run(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a way out exits resources before the last task has ended."""
    for run in explore(program):
        if run.premise(run.trace.first(Did.RESOURCE_EXITING) and run.tasks_of("scope1")):
            expect_no_task_alive_at_resource_exit(run, "scope1")


@clause("scopes/resources")
@given(program=resources_that_fail_to_exit())
def test_resources_that_fail_are_open_as_long_as_tasks_run(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the exit of a resource that fails is tried early."""
    for run in explore(program):
        if run.premise(run.trace.first(Did.RESOURCE_EXITING) and run.tasks_of("scope2")):
            expect_no_task_alive_at_resource_exit(run, "scope2")


@programs
def resources_around_a_body(build: Builder) -> Block:
    """Draw a scope with resources whose body cleans up: it is cancelled, or a task has failed."""
    resources = some_resources(build, 1, 2)
    clean_up = (build.suspension(), *build.pauses(1))
    tasks = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope1")))
    if build.has("spawn") and build.flag():
        failing = build.spawn((*build.pauses(1), Fail("error")))
        # It ends by itself where a failed task does not cancel the body.
        body: Block = (*tasks, failing, CleanUp((Sleep(9_999),), clean_up))
        return (Catch((Scope("scope1", body, resources=resources),)),)
    body = (*tasks, CleanUp((build.for_ever(),), clean_up))
    runner = Start("runner", (Scope("scope1", body, resources=resources),))
    return (runner, Wait("request", "idle", after="entered scope1"), Cancel("runner"))


@clause("scopes/resources")
@given(program=resources_around_a_body())
def test_resources_are_open_as_long_as_the_body_cleans_up(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a failing scope exits its resources beside the body."""
    for run in explore(program):
        entered, exiting = run.trace.first(Did.ENTERED, subject="scope1"), run.exiting("scope1")
        if entered is None or exiting is None:
            continue
        run.premise(run.trace.first(Did.CLEANED_UP))
        _expect_exits_after(run, exiting, "the body of scope1 had ended")


def _expect_exits_after(run: Run, event: Event, moment: str) -> None:
    for exit_ in run.trace.of(Did.RESOURCE_EXITING):
        expect(
            exit_.number > event.number,
            f"{exit_.subject} of scope1 was exited before {moment}, which may be using it",
        )


@programs
def resources_around_streams(build: Builder) -> Block:
    """Draw a scope with resources and a stream that it closes, whose clean-up takes a while."""
    clean_up = (build.suspension(), *build.pauses(1))
    source = generator(build, 1, 3, ending="silent", clean_up=clean_up)
    body: Block = (Open("s1", source), Consume("s1", build.pauses(1), 1), *build.pauses(1))
    if build.seldom():
        body = (*body, Fail("error"))
    return (Catch((Scope("scope1", body, resources=some_resources(build, 1, 2)),)),)


@clause("scopes/resources")
@given(program=resources_around_streams())
def test_resources_are_open_as_long_as_streams_clean_up(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the exit of a scope closes its streams last."""
    for run in explore(program):
        exiting, ended = run.exiting("scope1"), run.ended("source of s1")
        # That the stream is closed in time is `streams/early-stop`.
        if exiting and ended and run.premise(exiting.number < ended.number):
            _expect_exits_after(run, ended, "the clean-up of stream s1 had ended")
