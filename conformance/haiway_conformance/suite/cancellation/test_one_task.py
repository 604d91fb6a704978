"""`cancellation/handle-cancel` and `cancellation/one-task`: `task.cancel()` cancels that task only.

Tried with tasks that are cancelled one by one beside others, which must go on.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Operation,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import happened_during_exit, scope_of


@programs
def cancelled_one_by_one(build: Builder) -> Block:
    """Draw tasks that are cancelled one by one, in a scope where others are busy."""
    victims: list[str] = []

    def victim() -> Operation:
        name = build.name("victim")
        victims.append(name)
        children = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope0")))
        return Spawn(name, (*build.pauses(1), *children, *build.endless()))

    def other() -> Operation:
        if build.flag():
            return build.spawn(build.busy_until_exit("scope0"))
        inner = build.name("scope")
        busy = build.spawn(build.busy_until_exit(inner))
        return build.spawn((Scope(inner, (busy, build.until_exit("scope0"))),))

    tasks = (*build.some(1, 2, victim), *build.some(1, 2, other))
    requests: Block = ()
    for name in victims:
        begun: Block = (Wait(build.name("request"), "any", after=f"{name} began"),)
        cancels = tuple(Cancel(name) for _ in range(build.one_of(1, 1, 2)))
        request = (*(begun if build.number(0, 3) else ()), *build.pauses(1), *cancels)
        match build.number(0, 2):
            case 0:
                requests = (*requests, *request)
            case 1:
                requests = (*requests, build.spawn(request))
            case _:
                requests = (*requests, Start(build.name("asker"), request))
    rest = (Wait("rest", "idle"), *build.pauses(1), Wait("then", "idle"))
    body = (*tasks, *requests, *rest)
    around = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("around")))
    inner = (*around, Scope("scope0", body), *build.pauses(1))
    return (Start("runner", (Scope("around", inner),)),)


@clause("cancellation/handle-cancel")
@given(program=cancelled_one_by_one())
def test_a_request_cancels_its_task(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `cancel` of the handle from `spawn` reaches the task itself."""
    for run in explore(program):
        # Requests before the loop was idle once have had their effect before it is idle again.
        rest, idle = (run.trace.first(Did.GOES_ON, subject=each) for each in ("rest", "then"))
        for request in run.trace.of(Did.REQUESTS):
            wait = run.waiting_at(request.subject, request)
            if wait is None or not wait.subject.startswith("never"):
                continue
            interrupted = run.trace.first(Did.INTERRUPTED, subject=wait.subject)
            if run.premise(rest and rest.number > request.number) and idle:
                expect(
                    interrupted and interrupted.number < idle.number,
                    f"task {request.subject} was requested to cancel while it waited for"
                    f" {wait.subject}, but it had not been cancelled there by the time nothing else"
                    " could run",
                )


@clause("cancellation/one-task")
@given(program=cancelled_one_by_one())
def test_a_request_cancels_no_other_task(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a cancelled task counts as failed, or its scope is cancelled."""
    for run in explore(program):
        cancelled = {each.subject for each in run.trace.of(Did.REQUESTS)}
        run.premise(any(run.trace.of(Did.INTERRUPTED, task=each) for each in cancelled))
        for event in run.trace.of(Did.INTERRUPTED):
            scope = scope_of(run, event.task)
            expect(
                event.task in cancelled or happened_during_exit(run, event),
                f"{event.task} was cancelled at {event.subject}, though only"
                f" {', '.join(sorted(cancelled))} had been requested to cancel"
                + (f", and the body of scope {scope} was still running" if scope else ""),
            )
        for scope in ("scope0", "around"):
            exited = run.exited(scope)
            expect(
                exited is None or exited.detail == "normally" or run.left_by_late_refusals(scope),
                f"scope {scope} was left by {exited.detail if exited else ''}, though only single"
                f" tasks, {', '.join(sorted(cancelled))}, had been cancelled",
            )
