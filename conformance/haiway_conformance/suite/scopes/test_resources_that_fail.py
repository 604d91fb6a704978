"""Properties of `scopes/resources` where entering or exiting a resource fails or is cancelled.

And of `scopes/resource-suppresses` and `scopes/resource-exit-cancelled`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
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
    each_entered_resource_is_exited_once,
    failures_of_tasks_surface,
    no_task_is_alive_when_a_resource_is_exited,
    none_outlived,
    tasks_ended_inside,
)
from haiway_conformance.suite.scopes.programs import busy_task, some_resources


def _within(failing: Scope) -> Block:
    """A scope that fails, within another scope.

    The other looks at what is current before and after it, and then spawns a task of its own.
    """
    look: Block = (GetState("A"), Log("probe"))
    task = Spawn("after1", (Wait("end of after1", "any", after="exit of scope1"),))
    body: Block = (*look, Catch((failing,)), *look, task, Wait("rest", "idle"))
    return (Scope("scope1", body, state=(Provided("A", "of scope1"),)),)


def _before(failing: Scope) -> Block:
    """A scope that fails, before another scope, to which what is then spawned must belong."""
    look: Block = (GetState("A"), Log("probe"))
    task = Spawn("after1", (Wait("end of after1", "any", after="exit of scope1"),))
    second = Scope(
        "scope1", (*look, task, Wait("rest", "idle")), state=(Provided("A", "of scope1"),)
    )
    return (Catch((failing,)), second)


@programs
def resources_that_fail_to_enter(build: Builder) -> Block:
    """A scope one of whose resources can't be entered; another may have spawned a task by then."""
    before = some_resources(build, 0, 2)
    nested = build.flag()
    if nested and build.flag():
        # To which scope it belongs is open, so there is one around that it must not outlive.
        fails: Block = (CleanUp((build.for_ever(),), (*build.pauses(1), Fail("error of task"))),)
        task = build.spawn(build.one_of(build.endless(), fails))
        spawning: Block = (Catch((task,)), Wait(build.name("p"), "idle"))
        before = (*before, Resource(build.name("resource"), spawning, build.pauses(1)))
    failing = Resource("failing", (*build.pauses(1), Fail("error of enter")))
    resources = (*before, failing, *some_resources(build, 0, 1))
    inner = Scope("scope2", build.pauses(1), resources=resources)
    return _within(inner) if nested else _before(inner)


@clause("scopes/resources")
@given(program=resources_that_fail_to_enter())
def test_a_failed_enter_leaves_no_trace(explore: Explorer, program: Program) -> None:
    """If this fails: who undoes what came before it? Python calls no `__aexit__` then."""
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
            f"a resource of scope2 could not be entered, but its error did not leave the scope;"
            f" what left it: {failed.detail}",
        )
        failures_of_tasks_surface(run)
        each_entered_resource_is_exited_once(run)
        _nothing_of_the_inner_scope_is_left(run)
        none_outlived(run, "scope1")


def _nothing_of_the_inner_scope_is_left(run: Run) -> None:
    for what in ("state A", "log"):
        seen = run.seen(what, task="main")
        expect(
            len(set(seen)) <= 1,
            f"in scope1, {what} was '{seen[0] if seen else ''}' before scope2 within it failed,"
            f" and '{seen[-1] if seen else ''}' after it",
        )
    spawned = run.trace.first(Did.SPAWNING, subject="after1")
    exiting, ended = run.exiting("scope1"), run.ended("after1")
    if spawned is not None and exiting is not None:
        expect(
            not run.began("after1") or (ended is not None and ended.number > exiting.number),
            "task after1, spawned in scope1 after scope2 within it had failed, did not run until"
            " the end of scope1",
        )
    tasks_ended_inside(run, "scope1")


@programs
def resources_that_fail_to_exit(build: Builder) -> Block:
    """A scope one of whose resources can't be exited; body or task may fail as well."""
    # Of two twins, which is which is told by identity.
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
    return _within(inner) if build.flag() else _before(inner)


@clause("scopes/resources")
@given(program=resources_that_fail_to_exit())
def test_a_failed_exit_leaves_no_trace_and_hides_nothing(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does one resource's error cut short what is still to be ended?"""
    for run in explore(program):
        exited = run.exited("scope2")
        if exited is None:
            continue
        failed_tasks = run.trace.of(Did.FAILED)
        run.premise(run.trace.first(Did.RESOURCE_EXITING, subject="failing"))
        each_entered_resource_is_exited_once(run)
        no_task_is_alive_when_a_resource_is_exited(run, "scope2")
        tasks_ended_inside(run, "scope2")
        body = run.exiting("scope2")
        surfaced = run.surfaced("scope2")
        expect(
            "error of exit" in surfaced,
            f"a resource of scope2 could not be exited, but its error did not surface; what left"
            f" the scope: {exited.detail}",
        )
        for failed in failed_tasks:
            expect(
                failed.detail in surfaced or failed.task == "main",
                f"task {failed.task} failed with '{failed.detail}', but a resource's error hid it;"
                f" what left the scope: {exited.detail}",
            )
        if body is not None and body.detail == "error of body":
            expect(
                body.detail in run.surfaced("scope2", context=True),
                f"the body of scope2 raised '{body.detail}', but a resource's error hid it; what"
                f" left the scope: {exited.detail}",
            )
        _nothing_of_the_inner_scope_is_left(run)


@programs
def resources_cancelled_while_entering(build: Builder) -> Block:
    """A scope whose entry is cancelled while one of its resources is being entered."""
    before = some_resources(build, 0, 2)
    slow = Resource("slow", (build.for_ever(),))
    resources = (*before, slow, *some_resources(build, 0, 1))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=resources),))
    return (runner, Wait("request", "idle", after="entering scope1"), Cancel("runner"))


@clause("scopes/resources")
@given(program=resources_cancelled_while_entering())
def test_a_cancelled_entry_exits_what_was_entered(explore: Explorer, program: Program) -> None:
    """If this fails: who exits what had been entered when the entry was cancelled?"""
    for run in explore(program):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exited = run.exited("scope1")
        if requested is None or exited is None:
            continue
        run.premise(run.trace.first(Did.RESOURCE_ENTERED))
        each_entered_resource_is_exited_once(run)
        expect(
            exited.detail.startswith("CancelledError"),
            f"the task that entered scope1 was asked to stop while it waited for a resource, but"
            f" what left the scope was: {exited.detail}",
        )


@programs
def resources_that_suppress(build: Builder) -> Block:
    """A scope whose body raises, and whose resource asks for that to be suppressed."""
    resource = Resource("resource1", suppresses=True)
    scope = Scope("scope1", (*build.pauses(1), Fail("error of body")), resources=(resource,))
    return (Catch((scope,)),)


@clause("scopes/resource-suppresses")
@given(program=resources_that_suppress())
def test_whether_a_resource_may_suppress(explore: Explorer, program: Program) -> None:
    """Records whether a resource whose exit returns True suppresses the body's exception."""
    for run in explore(program, any_ending=True):
        if exited := run.exited("scope1"):
            suppressed = exited.detail == "normally"
            explore.observe("it suppresses" if suppressed else "the exception leaves the scope")


@programs
def resources_cancelled_while_exiting(build: Builder) -> Block:
    """A scope that is asked to stop while a resource of it takes its time over being exited."""
    resource = Resource("resource1", exit=(Wait("slow", "idle", after="request made"),))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=(resource,)),))
    request: Block = (Wait("request", after="exit of resource1"), Cancel("runner"))
    return (runner, *request, Reach("request made"))


@clause("scopes/resource-exit-cancelled")
@given(program=resources_cancelled_while_exiting())
def test_whether_the_exit_of_a_resource_can_be_cancelled(
    explore: Explorer, program: Program
) -> None:
    """Records whether a request reaches a resource that is being exited."""
    for run in explore(program, any_ending=True):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exiting = run.trace.first(Did.RESOURCE_EXITING)
        if requested and exiting and exiting.number < requested.number:
            interrupted = run.trace.first(Did.INTERRUPTED, task="resource1")
            explore.observe("it is cancelled" if interrupted else "it comes to its end")
