"""`failures/surfaces`: an exception of a task that no code has handled surfaces from its scope.

Tried with tasks that fail at any time, and with bodies that are cancelled or await the tasks.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import preamble
from haiway_conformance.programs.drawing.used_scopes import maybe_nested, used_scope
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Deadline,
    Fail,
    Operation,
    Resource,
    Scope,
    Sleep,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.failures.checks import expect_failures_surface, unhandled_failures
from haiway_conformance.suite.failures.programs import (
    bodies_that_await_failures,
    busy_tasks,
    failing_task,
    failing_tasks,
)
from haiway_conformance.suite.scopes.checks import expect_failures_of_resource_tasks_surface


@clause("failures/surfaces")
@given(program=failing_tasks())
def test_failures_of_unawaited_tasks_surface(explore: Explorer, program: Program) -> None:
    """If this fails, check whether exceptions are noticed only when the task is awaited."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            run.premise(expect_failures_surface(run, scope, unhandled_failures(run, scope)))


@clause("failures/surfaces")
@given(program=bodies_that_await_failures())
def test_failures_that_no_awaiter_received_surface(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a failure counts as handled because code was awaiting it."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(expect_failures_surface(run, "scope1", unhandled_failures(run, "scope1")))


@programs
def close_finishes(build: Builder) -> Block:
    """Draw tasks that fail about when the body ends, give or take some iterations."""

    def steps() -> Block:
        return (Yield(),) * build.number(0, 4)

    def task() -> Operation:
        return build.spawn((*steps(), a_failure(build)))

    busy = busy_tasks(build, "scope1")
    together: Block = (Wait("p", "idle"),) if build.seldom() else ()
    tasks = build.some(1, 2, task)
    return (Scope("scope1", (*busy, *tasks, *together, *steps())),)


@clause("failures/surfaces")
@given(program=close_finishes())
def test_failures_surface_that_come_when_the_body_ends(explore: Explorer, program: Program) -> None:
    """If this fails, check whether exit looks for failures of tasks that are done already."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(expect_failures_surface(run, "scope1", unhandled_failures(run, "scope1")))


@programs
def failing_under_a_swallowed_cancellation(build: Builder) -> Block:
    """Draw a failing task, and a body that catches its cancellation and goes on."""
    tasks = build.some(1, 2, lambda: failing_task(build, "scope1"))
    wait: Block = (*build.pauses(1), Wait("rest", "idle"))
    return (Scope("scope1", (*tasks, Catch(wait, "cancellation"), *build.pauses(1))),)


@clause("failures/surfaces")
@given(program=failing_under_a_swallowed_cancellation())
def test_failures_surface_though_the_body_swallows_its_cancellation(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exit raises failures only if the body saw a CancelledError."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(expect_failures_surface(run, "scope1", unhandled_failures(run, "scope1")))


@programs
def failing_when_cancelled(build: Builder) -> Block:
    """Draw a scope with tasks that fail about when the scope is cancelled or times out."""
    tasks = build.some(1, 2, lambda: failing_task(build, "scope1"))
    scope = Scope("scope1", (*busy_tasks(build, "scope1"), *tasks, Wait("rest", "idle"), Sleep(9)))
    if build.seldom():
        return (Deadline(build.number(1, 3), (scope,)),)
    after = build.one_of("entered scope1", "exit of scope1")
    request = Wait("request", "any", after=after)
    return (Start("runner", (scope,)), request, *build.pauses(1), Cancel("runner"))


@clause("failures/surfaces")
@given(program=failing_when_cancelled())
def test_failures_that_meet_a_request_surface(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a CancelledError that leaves the scope replaces the failures."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(expect_failures_surface(run, "scope1", unhandled_failures(run, "scope1")))


@programs
def resources_whose_tasks_fail(build: Builder) -> Block:
    """Draw a scope with a resource whose task fails, likely while the next one is entered."""
    task = build.spawn((*build.pauses(1), Wait(build.name("p")), Fail("error")))
    # Which scope owns it is open, and whether it is accepted at all.
    first = Resource("resource1", (Catch((task,)), *build.pauses(1)), build.pauses(1))
    second = Resource("resource2", (Wait(build.name("p"), "idle"), *build.pauses(1)))
    inner = Scope("scope2", build.pauses(1), resources=(first, second))
    return (Scope("scope1", (Catch((inner,)), *build.pauses(1))),)


@clause("failures/surfaces")
@given(program=resources_whose_tasks_fail())
def test_the_failure_of_a_task_of_a_resource_surfaces(explore: Explorer, program: Program) -> None:
    """If this fails, check what leaves a scope whose entry is cancelled because a task failed."""
    for run in explore(program, any_ending=True):
        run.must_end()
        failed = next((each for each in run.trace.of(Did.FAILED) if each.task != "main"), None)
        entered = run.trace.first(Did.ENTERED, subject="scope2")
        run.premise(failed and not (entered and entered.number < failed.number))
        expect_failures_of_resource_tasks_surface(run)


@programs
def used_scopes_whose_tasks_fail(build: Builder) -> Block:
    """Draw a scope in which a task fails after prior use."""
    name = build.name("scope")
    task = failing_task(build, name)
    body = (*preamble(build), task, Wait("rest", "idle"), *build.pauses(1))
    return maybe_nested(build, (Catch((used_scope(build, name, body),)),))


@pytest.mark.haiway_prior_use
@clause("failures/surfaces")
@given(program=used_scopes_whose_tasks_fail())
def test_failures_surface_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check which earlier event makes exit treat the failure as handled."""
    for run in explore(program, any_ending=True):
        run.premise(expect_failures_surface(run, "scope1", unhandled_failures(run, "scope1")))
