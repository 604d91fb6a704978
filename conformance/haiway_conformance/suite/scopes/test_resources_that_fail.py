"""`scopes/resources` where entering or exiting a resource fails or is cancelled.

Every resource that was entered is exited all the same, the outer scope is current again, and no
error hides another. `scopes/resource-suppresses` and `scopes/resource-exit-cancelled` are recorded.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Failing,
    GetState,
    Log,
    Provided,
    Reach,
    Resource,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.scopes.checks import (
    expect_entered_resources_exited_once,
    expect_failures_of_resource_tasks_surface,
    expect_no_task_alive_at_resource_exit,
    expect_no_task_outlives_scope1,
    expect_tasks_ended_inside,
    how,
)
from haiway_conformance.suite.scopes.programs import busy_task, some_resources

PROBE: Block = (GetState("A"), Log("probe"))
"""Observe the current state and log scope."""

AFTER1 = Spawn("after1", (Wait("end of after1", "any", after="exit of scope1"),))
"""Spawn a task that ends when scope1, which must own it, exits."""


def _inside_another(failing: Scope) -> Block:
    """Return a failing scope inside another scope.

    The other one probes what is current before and after it, and then spawns a task of its own.
    """
    body: Block = (*PROBE, Catch((failing,)), *PROBE, AFTER1, Wait("rest", "idle"))
    return (Scope("scope1", body, state=(Provided("A", "of scope1"),)),)


def _followed_by_another(failing: Scope) -> Block:
    """Return a failing scope followed by another scope.

    The other one probes what is current, and spawns a task, which must belong to it.
    """
    second = Scope(
        "scope1", (*PROBE, AFTER1, Wait("rest", "idle")), state=(Provided("A", "of scope1"),)
    )
    return (Catch((failing,)), second)


@programs
def resources_that_fail_to_enter(build: Builder) -> Block:
    """Draw a scope with a resource that fails to enter; another may have spawned a task by then."""
    before = some_resources(build, 0, 2)
    nested = build.flag()
    if nested and build.flag():
        # Which scope owns the task is open; scope1 is there as the one that it must not outlive.
        fails: Block = (CleanUp((build.for_ever(),), (*build.pauses(1), Fail("error of task"))),)
        task = build.spawn(build.one_of(build.endless(), fails))
        spawning: Block = (Catch((task,)), Wait(build.name("p"), "idle"))
        before = (*before, Resource(build.name("resource"), spawning, build.pauses(1)))
    failing = Resource("failing", (*build.pauses(1), Fail("error of enter")))
    resources = (*before, failing, *some_resources(build, 0, 1))
    inner = Scope("scope2", build.pauses(1), resources=resources)
    return _inside_another(inner) if nested else _followed_by_another(inner)


@clause("scopes/resources")
@given(program=resources_that_fail_to_enter())
def test_a_failed_enter_leaves_no_trace(explore: Explorer, program: Program) -> None:
    """If this fails, check what undoes the earlier steps: Python calls no `__aexit__` then."""
    for run in explore(program):
        failed = run.exited("scope2")
        if failed is None:
            continue
        run.premise(run.trace.of(Did.RESOURCE_ENTERED))
        expect(
            not run.trace.first(Did.ENTERED, subject="scope2"),
            "the body of scope2 ran although one of its resources could not be entered",
        )
        expect(
            "error of enter" in run.surfaced("scope2", context=True),
            "a resource of scope2 could not be entered, but its error did not leave the scope:"
            f" it was exited {how(failed)}",
        )
        expect_failures_of_resource_tasks_surface(run)
        expect_entered_resources_exited_once(run)
        _expect_no_trace_of_scope2(run)
        expect_no_task_outlives_scope1(run)


def _expect_no_trace_of_scope2(run: Run) -> None:
    for what in ("state A", "log"):
        seen = run.seen(what, task="main")
        expect(
            len(set(seen)) <= 1,
            f"in scope1, {what} was '{seen[0] if seen else ''}' before scope2 inside it failed,"
            f" and '{seen[-1] if seen else ''}' after that",
        )
    spawned = run.trace.first(Did.SPAWNING, subject="after1")
    exiting, ended = run.exiting("scope1"), run.ended("after1")
    if spawned is not None and exiting is not None:
        expect(
            not run.began("after1") or (ended is not None and ended.number > exiting.number),
            "task after1, spawned in scope1 after scope2 had failed, ended while the body of scope1"
            " was still running",
        )
    expect_tasks_ended_inside(run, "scope1")


@programs
def resources_that_fail_to_exit(build: Builder) -> Block:
    """Draw a scope with a resource that fails to exit; body or task may fail as well."""
    # Twins compare equal: only identity tells the two failures apart.
    kind: Failing = build.one_of("exception", "twin", "base")
    failing = Resource("failing", (), (*build.pauses(1), Fail("error of exit", kind)))
    resources = (*some_resources(build, 0, 1), failing, *some_resources(build, 0, 1))
    match build.number(0, 2):
        case 0:
            body: Block = (busy_task(build, "scope2"), Wait(build.name("p"), "idle"))
        case 1:
            body = (
                busy_task(build, "scope2"),
                Wait(build.name("p"), "idle"),
                Fail("error of body", kind),
            )
        case _:
            clean_up: Block = (Fail("error of task", kind),)
            task = build.spawn((CleanUp((build.until_exit("scope2"),), clean_up),))
            body = (task, Wait(build.name("p"), "idle"))
    inner = Scope("scope2", body, resources=resources)
    return _inside_another(inner) if build.flag() else _followed_by_another(inner)


@clause("scopes/resources")
@given(program=resources_that_fail_to_exit())
def test_a_failed_exit_leaves_no_trace_and_hides_nothing(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether one resource's error skips other steps of the exit."""
    for run in explore(program):
        exited = run.exited("scope2")
        if exited is None:
            continue
        failed_tasks = run.trace.of(Did.FAILED)
        run.premise(run.trace.first(Did.RESOURCE_EXITING, subject="failing"))
        expect_entered_resources_exited_once(run)
        expect_no_task_alive_at_resource_exit(run, "scope2")
        expect_tasks_ended_inside(run, "scope2")
        body = run.exiting("scope2")
        surfaced = run.surfaced("scope2")
        expect(
            "error of exit" in surfaced,
            "a resource of scope2 could not be exited, but its error did not surface: the scope was"
            f" exited {how(exited)}",
        )
        for failed in failed_tasks:
            expect(
                failed.detail in surfaced or failed.task == "main",
                f"task {failed.task} failed with '{failed.detail}', but a resource's error hid it:"
                f" the scope was exited {how(exited)}",
            )
        if body is not None and body.detail == "error of body":
            expect(
                body.detail in run.surfaced("scope2", context=True),
                f"the body of scope2 raised '{body.detail}', but a resource's error hid it: the"
                f" scope was exited {how(exited)}",
            )
        _expect_no_trace_of_scope2(run)


@programs
def resources_cancelled_while_entering(build: Builder) -> Block:
    """Draw a scope whose entry is cancelled while one of its resources is being entered."""
    before = some_resources(build, 0, 2)
    slow = Resource("slow", (build.for_ever(),))
    resources = (*before, slow, *some_resources(build, 0, 1))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=resources),))
    return (runner, Wait("request", "idle", after="entering scope1"), Cancel("runner"))


@clause("scopes/resources")
@given(program=resources_cancelled_while_entering())
def test_a_cancelled_entry_exits_what_was_entered(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a cancelled entry exits the resources entered before."""
    for run in explore(program):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exited = run.exited("scope1")
        if requested is None or exited is None:
            continue
        run.premise(run.trace.first(Did.RESOURCE_ENTERED))
        expect_entered_resources_exited_once(run)
        expect(
            tells_cancellation(exited.detail),
            "the task that entered scope1 was cancelled while it waited for a resource, but the"
            f" scope was exited {how(exited)}",
        )


@programs
def resources_that_suppress(build: Builder) -> Block:
    """Draw a scope whose body raises, with a resource that asks to suppress the exception."""
    resource = Resource("resource1", suppresses=True)
    scope = Scope("scope1", (*build.pauses(1), Fail("error of body")), resources=(resource,))
    return (Catch((scope,)),)


@clause("scopes/resource-suppresses")
@given(program=resources_that_suppress())
def test_whether_a_resource_may_suppress(explore: Explorer, program: Program) -> None:
    """Record whether a resource whose exit returns True suppresses the body's exception."""
    for run in explore(program, any_ending=True):
        if exited := run.exited("scope1"):
            suppressed = exited.detail == "normally"
            explore.observe("it suppresses" if suppressed else "the exception leaves the scope")


@programs
def resources_cancelled_while_exiting(build: Builder) -> Block:
    """Draw a scope that is cancelled while one of its resources takes a while to exit."""
    resource = Resource("resource1", exit=(Wait("slow", "idle", after="request made"),))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=(resource,)),))
    request: Block = (Wait("request", after="exit of resource1"), Cancel("runner"))
    return (runner, *request, Reach("request made"))


@clause("scopes/resource-exit-cancelled")
@given(program=resources_cancelled_while_exiting())
def test_whether_the_exit_of_a_resource_can_be_cancelled(
    explore: Explorer, program: Program
) -> None:
    """Record whether a cancellation is raised inside the exit of a resource."""
    for run in explore(program, any_ending=True):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exiting = run.trace.first(Did.RESOURCE_EXITING)
        if requested and exiting and exiting.number < requested.number:
            interrupted = run.trace.first(Did.INTERRUPTED, task="resource1")
            explore.observe("it is cancelled" if interrupted else "it comes to its end")
