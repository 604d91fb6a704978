"""Programs of scopes with resources, which several properties draw."""

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    Failing,
    GetState,
    Log,
    Operation,
    Provided,
    Resource,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.suite.scopes.programs import busy_task, some_resources

__all__ = (
    "resources_around_tasks",
    "resources_cancelled_while_entering",
    "resources_out_of_time",
    "resources_that_fail_to_enter",
    "resources_that_fail_to_exit",
)


MANY = 20
"""More resources than an implementation with a limit would keep."""


@programs
def resources_around_tasks(build: Builder) -> Block:
    """Draw a scope with tasks and few or many resources, left by return, error or cancellation."""
    resources = some_resources(build, 1, 3)
    for _ in range(build.one_of(0, 0, 0, 0, MANY)):
        resources = (*resources, Resource(build.name("resource")))
    tasks = build.some(1, 2, lambda: busy_task(build, "scope1"))
    rest: Block = (*tasks, Wait(build.name("p"), "idle"))
    match build.number(0, 3):
        case 0:
            return (Scope("scope1", rest, resources=resources),)
        case 1:
            return (Catch((Scope("scope1", (*rest, Fail("error")), resources=resources),)),)
        case 2:
            scope = Scope("scope1", (*rest, build.for_ever()), resources=resources)
            request = Wait("request", "idle", after="entered scope1")
        case _:
            scope = Scope("scope1", rest, resources=resources)
            request = Wait("request", after="exit of scope1")
    return (Start("runner", (scope,)), request, Cancel("runner"))


PROBE: Block = (GetState("A"), Log("probe"))
"""Observe the current state and log scope."""

AFTER1 = Spawn("after1", (Wait("end of after1", "any", after="exit of scope1"),))
"""Spawn a task that ends when scope1, which must own it, exits."""


def _inside_another(failing: Operation) -> Block:
    """Return a failing scope, or one that runs out of time, inside another scope.

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
    if build.seldom() and build.has("state"):
        failing = Resource("failing", build.pauses(1), build.pauses(1), form="broken")
    resources = (*before, failing, *some_resources(build, 0, 1))
    inner = Scope("scope2", build.pauses(1), resources=resources)
    return _inside_another(inner) if nested else _followed_by_another(inner)


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


@programs
def resources_cancelled_while_entering(build: Builder) -> Block:
    """Draw a scope whose entry is cancelled while one of its resources is being entered."""
    before = some_resources(build, 0, 2)
    slow = Resource("slow", (build.for_ever(),))
    resources = (*before, slow, *some_resources(build, 0, 1))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=resources),))
    return (runner, Wait("request", "idle", after="entering scope1"), Cancel("runner"))


@programs
def resources_out_of_time(build: Builder) -> Block:
    """Draw a scope within another one, and a time-out in which a resource of it is not entered."""
    slow = Resource("slow", (build.for_ever(),))
    resources = (*some_resources(build, 0, 2), slow, *some_resources(build, 0, 1))
    return _inside_another(Deadline(9, (Scope("scope2", build.pauses(1), resources=resources),)))
