"""Properties of `cancellation/not-invented`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
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
    Operation,
    Scope,
    Source,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.cancellation.checks import counted_as_before
from haiway_conformance.suite.cancellation.programs import KINDS, helper_call, source_kind


def _goes_on_in_scope(build: Builder, *parts: Block) -> Block:
    """A task that carries out parts, which are caught, in a scope, and goes on after each."""
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("around")))
    block: Block = (CountRequests(),)
    for part in parts:
        block = (*block, Catch(part), CountRequests(), *build.pauses(1), Wait(build.name("p")))
    # Left by an error: what a stream left behind is ended by that in any case.
    return (Start("runner", (Catch((Scope("around", (*busy, *block, Fail("end"))),)),)),)


@programs
def failing_helpers(build: Builder) -> Block:
    """Helpers that fail or tolerate failures, in a task that goes on after each."""

    def call() -> Block:
        def element() -> Element:
            fail = (Fail(build.name("error")),) if build.flag() else ()
            return Element(body=(*build.pauses(), *fail))

        kind = source_kind(build, *KINDS)
        fails = kind != "list" and build.seldom()
        elements = tuple(element() for _ in range(build.number(1, 3)))
        source = Source(kind, elements, (), "fails" if fails else "ends")
        return (helper_call(build, source, tolerant=build.seldom()),)

    return _goes_on_in_scope(build, *(call() for _ in range(build.number(1, 2))))


@clause("cancellation/not-invented")
@pytest.mark.needs("process", "execute")
@given(program=failing_helpers())
def test_no_cancellation_follows_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails: is a failing helper's own cancellation kept from its caller and scope?"""
    for run in explore(program):
        run.premise(any("[" in each.task for each in run.trace.of(Did.FAILED)))
        for helped in run.trace.of(Did.HELPED):
            expect(
                not helped.detail.startswith("raised CancelledError"),
                f"helper {helped.subject} raised CancelledError, though nobody had asked runner to"
                " stop",
            )
        _nobody_is_stopped(run, "after its helpers were done")


def _nobody_is_stopped(run: Run, when: str) -> None:
    """Demand that nobody in scope around is cancelled before it is exited."""
    exiting = run.exiting("around")
    for event in run.trace.of(Did.INTERRUPTED):
        inside = event.task == "runner" or event.task in run.tasks_of("around")
        expect(
            not inside or (exiting and exiting.number < event.number),
            f"{event.task} was cancelled at {event.subject} {when}, though nobody had asked it to"
            " stop",
        )
    counted_as_before(run, run.seen("cancelling()", task="runner"), when)


@programs
def failing_streams(build: Builder) -> Block:
    """A loop over a stream whose generator or consumer fails, in a task that goes on after it."""
    fail = (*build.pauses(1), Fail("error"))
    before, body = build.one_of(((), fail), (fail, ()))
    return _goes_on_in_scope(build, (Iterate("stream", build.number(1, 3), before, body),))


@clause("cancellation/not-invented")
@pytest.mark.needs("stream")
@given(program=failing_streams())
def test_no_cancellation_follows_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: is a failing generator taken for a failing task of the scope?"""
    for run in explore(program):
        run.premise(run.trace.of(Did.CAUGHT, task="runner"))
        _nobody_is_stopped(run, "beside or after its loop over a stream")


@programs
def failing_inside(build: Builder) -> Block:
    """Scopes that fail or not, one after the other, in a task that goes on after each."""

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
            case 3:  # the body ends at the moment at which a task fails
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
def test_no_cancellation_leaves_a_scope_that_nobody_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the request, by which a failing scope stopped its body, taken back?"""
    for run in explore(program):
        if _tasks_outlived_scopes(run):
            continue
        run.premise(run.trace.of(Did.FAILED))
        _goes_on_normally(run)


def _tasks_outlived_scopes(run: Run) -> bool:
    """Whether tasks failed later than their scope ended, which is judged elsewhere."""
    return any(
        exited.number < failed.number
        for exited in run.trace.of(Did.EXITED)
        for failed in run.trace.of(Did.FAILED)
        if failed.task in run.tasks_of(exited.subject)
    )


def _goes_on_normally(run: Run) -> None:
    depth = 0
    counts: list[str] = []
    for event in run.trace:
        if event.task != "runner":
            continue
        if event.subject.startswith("scope"):
            depth += {Did.ENTERING: 1, Did.EXITED: -1}.get(event.did, 0)
        if depth:
            continue  # a scope around may be failing, too
        expect(
            event.did is not Did.EXITED or not event.detail.startswith("CancelledError"),
            f"scope {event.subject} was left by CancelledError, though nobody had asked runner to"
            " stop",
        )
        expect(
            event.did is not Did.INTERRUPTED,
            f"runner was cancelled at {event.subject}, when all scopes that had failed in it were"
            " done, and nobody had asked it to stop",
        )
        if event.subject == "cancelling()":
            counts.append(event.detail)
    counted_as_before(run, counts, "before and after each of its scopes")


@clause("cancellation/not-invented")
@given(program=failing_inside())
def test_a_failing_scope_stops_nobody_outside_it(explore: Explorer, program: Program) -> None:
    """If this fails: whose tasks does a failing scope cancel?"""
    for run in explore(program):
        if _tasks_outlived_scopes(run):
            continue
        run.premise("around" in run.scopes and run.trace.of(Did.FAILED))
        exiting = run.exiting("around")
        for task in run.tasks_of("around"):
            interrupted = run.trace.first(Did.INTERRUPTED, task=task)
            inside = task == "runner"  # what happens to it within its scopes is judged otherwise
            expect(
                inside or interrupted is None or (exiting and exiting.number < interrupted.number),
                f"task {task} of scope around was cancelled at"
                f" {interrupted.subject if interrupted else ''}, though only scopes within around"
                " had failed",
            )


@programs
def awaiting_the_cancelled(build: Builder) -> Block:
    """A scope whose body awaits a task that was cancelled, while others fail as they clean up.

    It is in a task that goes on after it.
    """
    clean_up = (*build.pauses(1), Fail(build.name("error")))
    failing = build.spawn((CleanUp((build.until_exit("scope1"),), clean_up),))
    victim = build.spawn((build.for_ever(),))
    awaits: Block = (Wait("begun", "idle"), Cancel(victim.task), Await(victim.task))
    scope: Block = (Scope("scope1", (failing, victim, *awaits)),)
    after = (CountRequests(), *build.pauses(2, least=1), Wait("rest", "idle"), CountRequests())
    # Which of the two leaves is open; the CancelledError is that of the task that was awaited.
    caught = Catch((Catch(scope, "cancellation"),))
    return (Start("runner", (CountRequests(), caught, *after)),)


@clause("cancellation/not-invented")
@given(program=awaiting_the_cancelled())
def test_the_cancellation_of_an_awaited_task_stops_nobody_else(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the CancelledError of a task that was awaited taken for a request?"""
    for run in explore(program):
        exited = run.exited("scope1")
        if exited is None or _tasks_outlived_scopes(run):
            continue
        run.premise(run.trace.of(Did.FAILED))
        for event in run.trace.of(Did.INTERRUPTED, task="runner"):
            expect(
                event.number < exited.number,
                f"runner was cancelled at {event.subject}, after scope scope1; nobody had asked it"
                " to stop: in the scope it had awaited a task that was cancelled, and another task"
                " failed",
            )
        counted_as_before(run, run.seen("cancelling()", task="runner"), "before and after scope1")
