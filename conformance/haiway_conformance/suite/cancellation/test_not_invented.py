"""`cancellation/not-invented`: only what was requested to cancel sees a CancelledError.

Tried with scopes, helpers and streams that fail inside a task that catches that and goes on.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    CountRequests,
    Element,
    Fail,
    GetContext,
    Iterate,
    Kind,
    Operation,
    Scope,
    Source,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import expect_same_cancelling_count
from haiway_conformance.suite.cancellation.programs import SOURCE_KINDS, helper_call


@programs
def failing_inside(build: Builder) -> Block:
    """Draw scopes that fail or not, one after the other, in a task that goes on after each."""

    def scope(depth: int) -> Block:
        name = build.name("scope")

        def failing() -> Operation:
            fail = Fail(build.name("error"))
            if build.flag():
                return build.spawn((*build.pauses(2), fail))
            return build.spawn((CleanUp((build.until_exit(name),), (*build.pauses(1), fail)),))

        tasks = (
            *build.some(0, 2, failing),
            *build.some(0, 1, lambda: build.spawn(build.busy_until_exit(name))),
        )
        body = build.pauses(2)
        match build.number(0, 4):
            case 0:
                body = (Catch((*body, Wait(build.name("p"), "idle")), "cancellation"),)
            case 3:  # the body ends at the moment when a task fails
                task = build.spawn((*build.pauses(1), Fail(build.name("error"))))
                body = (*body, task, Catch((Await(task.task),)))
            case 1:
                body = (*body, CleanUp((Wait(build.name("p"), "idle"),), build.pauses(1)))
            case 2 if depth:
                body = (*body, *scope(depth - 1))
            case _:
                pass
        return (Catch((Scope(name, (*tasks, *body)),)), CountRequests(), *build.pauses(2, least=1))

    block = (CountRequests(), *scope(1), *(scope(0) if build.flag() else ()), GetContext("x"))
    match build.number(0, 2):
        case 0:
            return (Start("runner", block),)
        case 1:
            busy = build.spawn(build.busy_until_exit("around"))
            return (Start("runner", (Scope("around", (busy, *block)),)),)
        case _:
            busy = build.spawn(build.busy_until_exit("around"))
            tasks = (Spawn("runner", block), busy, Await("runner"), *build.pauses(1))
            return (Start("root", (Scope("around", tasks),)),)


@clause("cancellation/not-invented")
@given(program=failing_inside())
def test_no_cancellation_leaves_a_scope_that_was_not_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a failing scope undoes its request to cancel the body."""
    for run in explore(program):
        if _tasks_outlived_scopes(run):
            continue
        run.premise(run.trace.of(Did.FAILED))
        _expect_runner_undisturbed(run)


def _tasks_outlived_scopes(run: Run) -> bool:
    """Return whether a task failed after its scope was exited: `scopes/exit-awaits-tasks`."""
    return any(
        exited.number < failed.number
        for exited in run.trace.of(Did.EXITED)
        for failed in run.trace.of(Did.FAILED)
        if failed.task in run.tasks_of(exited.subject)
    )


def _expect_runner_undisturbed(run: Run) -> None:
    depth = 0
    counts: list[str] = []
    for event in run.trace:
        if event.task != "runner":
            continue
        if event.subject.startswith("scope"):
            depth += {Did.ENTERING: 1, Did.EXITED: -1}.get(event.did, 0)
        if depth:
            continue  # an outer scope may be failing too
        expect(
            event.did is not Did.EXITED or not tells_cancellation(event.detail),
            f"scope {event.subject} was left by CancelledError, though nothing had cancelled"
            " runner",
        )
        expect(
            event.did is not Did.INTERRUPTED,
            f"runner was cancelled at {event.subject}, after all failing scopes in it had ended,"
            " though nothing had requested that",
        )
        if event.subject == "cancelling()":
            counts.append(event.detail)
    expect_same_cancelling_count(run, counts, "before and after each of its scopes")


@clause("cancellation/not-invented")
@given(program=failing_inside())
def test_a_failing_scope_cancels_no_task_outside_it(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a failing scope cancels tasks that are not its own."""
    for run in explore(program):
        if _tasks_outlived_scopes(run):
            continue
        run.premise("around" in run.scopes and run.trace.of(Did.FAILED))
        exiting = run.exiting("around")
        for task in run.tasks_of("around"):
            interrupted = run.trace.first(Did.INTERRUPTED, task=task)
            inside = task == "runner"  # its scopes may cancel it
            expect(
                inside or interrupted is None or (exiting and exiting.number < interrupted.number),
                f"task {task} of scope around was cancelled at"
                f" {interrupted.subject if interrupted else ''}, though only scopes inside around"
                " had failed",
            )


@programs
def awaiting_cancelled_tasks(build: Builder) -> Block:
    """Draw a scope whose body awaits a cancelled task, while others fail as they clean up.

    The task that runs the scope goes on after it.
    """
    clean_up = (*build.pauses(1), Fail(build.name("error")))
    failing = build.spawn((CleanUp((build.until_exit("scope1"),), clean_up),))
    victim = build.spawn((build.for_ever(),))
    awaits: Block = (Wait("begun", "idle"), Cancel(victim.task), Await(victim.task))
    scope: Block = (Scope("scope1", (failing, victim, *awaits)),)
    after = (CountRequests(), *build.pauses(2, least=1), Wait("rest", "idle"), CountRequests())
    # Either of the two may leave: the failure, or the CancelledError of the awaited task.
    caught = Catch((Catch(scope, "cancellation"),))
    return (Start("runner", (CountRequests(), caught, *after)),)


@pytest.mark.haiway_needs("spawn")
@clause("cancellation/not-invented")
@given(program=awaiting_cancelled_tasks())
def test_the_cancellation_of_an_awaited_task_cancels_no_other(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the CancelledError of an awaited task counts as a request."""
    for run in explore(program):
        exited = run.exited("scope1")
        if exited is None or _tasks_outlived_scopes(run):
            continue
        run.premise(run.trace.of(Did.FAILED))
        for event in run.trace.of(Did.INTERRUPTED, task="runner"):
            expect(
                event.number < exited.number,
                f"runner was cancelled at {event.subject}, after scope scope1, though nothing had"
                " requested that: in the scope it had awaited a cancelled task, and another task"
                " had failed",
            )
        expect_same_cancelling_count(
            run, run.seen("cancelling()", task="runner"), "before and after scope1"
        )


def _continuing_in_scope(build: Builder, *parts: Block) -> Block:
    """Return a task that carries out parts in a scope, catches failures, and goes on after each."""
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("around")))
    block: Block = (CountRequests(),)
    for part in parts:
        block = (*block, Catch(part), CountRequests(), *build.pauses(1), Wait(build.name("p")))
    # The error at the end surely ends what a stream has left behind.
    return (Start("runner", (Catch((Scope("around", (*busy, *block, Fail("end"))),)),)),)


@programs
def failing_helpers(build: Builder) -> Block:
    """Draw helpers that fail or tolerate failures, in a task that goes on after each."""

    def call() -> Block:
        def element() -> Element:
            fail = (Fail(build.name("error")),) if build.flag() else ()
            return Element(body=(*build.pauses(), *fail))

        kind: Kind = build.one_of(*SOURCE_KINDS)
        fails = kind != "list" and build.seldom()
        elements = tuple(element() for _ in range(build.number(1, 3)))
        source = Source(kind, elements, (), "fails" if fails else "ends")
        return (helper_call(build, source, tolerant=build.seldom()),)

    return _continuing_in_scope(build, *(call() for _ in range(build.number(1, 2))))


@clause("cancellation/not-invented")
@given(program=failing_helpers())
def test_no_cancellation_follows_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a failing helper's cancellation stays inside the helper."""
    for run in explore(program):
        run.premise(any("[" in each.task for each in run.trace.of(Did.FAILED)))
        for helped in run.trace.of(Did.HELPED):
            expect(
                not tells_cancellation(helped.detail),
                f"helper {helped.subject} raised CancelledError, though nothing had cancelled"
                " runner",
            )
        _expect_nothing_cancelled(run, "after its helpers had ended")


def _expect_nothing_cancelled(run: Run, when: str) -> None:
    """Expect that nothing in scope around is cancelled before that scope exits."""
    exiting = run.exiting("around")
    for event in run.trace.of(Did.INTERRUPTED):
        inside = event.task == "runner" or event.task in run.tasks_of("around")
        expect(
            not inside or (exiting and exiting.number < event.number),
            f"{event.task} was cancelled at {event.subject} {when}, though nothing had requested"
            " that",
        )
    expect_same_cancelling_count(run, run.seen("cancelling()", task="runner"), when)


@programs
def failing_streams(build: Builder) -> Block:
    """Draw a loop over a stream whose generator or body fails, in a task that goes on after it."""
    fail = (*build.pauses(1), Fail("error"))
    before, body = build.one_of(((), fail), (fail, ()))
    return _continuing_in_scope(build, (Iterate("stream", build.number(1, 3), before, body),))


@clause("cancellation/not-invented")
@given(program=failing_streams())
def test_no_cancellation_follows_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a failing generator counts as a failing task of the scope."""
    for run in explore(program):
        run.premise(run.trace.of(Did.CAUGHT, task="runner"))
        _expect_nothing_cancelled(run, "beside or after its loop over a stream")
