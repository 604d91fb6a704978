"""`cancellation/awaiting-cancelled`: awaiting a cancelled task raises CancelledError.

It does not cancel the awaiter. Tried with awaiters in the body, in siblings and outside.
"""

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
    CountRequests,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.cancellation.checks import happened_during_exit


@programs
def awaited_when_cancelled(build: Builder) -> Block:
    """Draw a task that is cancelled before or while body, siblings and others await it."""
    victim = Spawn("victim", build.endless())

    def awaiter() -> Block:
        caught = Catch((Await("victim", build.one_of("await", "gather")),), "cancellation")
        counts = (CountRequests(), *build.pauses(1), CountRequests())
        return (*build.pauses(1), CountRequests(), caught, *counts)

    awaiters: Block = ()
    for _ in range(build.number(0, 2)):
        if build.flag():
            awaiters = (*awaiters, build.spawn(awaiter()))
        else:
            awaiters = (*awaiters, Start(build.name("other"), awaiter()))
    at_once = build.seldom()
    request: Block = (Cancel("victim"),)
    if not at_once:
        begun = Wait("request", "any", after="victim began")
        request = (Start("asker", (begun, *build.pauses(1), *request)),)
    order = (victim, *request, *awaiters) if build.flag() else (victim, *awaiters, *request)
    own = awaiter() if not awaiters or build.flag() else ()
    again = awaiter() if build.seldom() else ()
    body = (*order, *own, Wait("rest", "idle"), *again)
    return (Start("runner", (Scope("scope0", body), *again)),)


@clause("cancellation/awaiting-cancelled")
@given(program=awaited_when_cancelled())
def test_awaiting_a_cancelled_task_raises_and_cancels_no_other_task(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the awaiter gets a value, or is itself cancelled."""
    for run in explore(program):
        for got in run.trace.of(Did.GOT):
            if happened_during_exit(run, got) or _had_returned(run, "victim", got):
                continue
            run.premise(True)  # noqa: FBT003 - code awaited the cancelled task
            expect(
                tells_cancellation(got.detail),
                f"{got.task} awaited task {got.subject}, which was cancelled, and got:"
                f" {got.detail}",
            )
        for event in run.trace.of(Did.SAW, Did.INTERRUPTED):
            if event.task == "victim" or happened_during_exit(run, event):
                continue
            expect(
                event.subject == "task victim" or event.did is Did.SAW,
                f"{event.task}, which had awaited the cancelled task victim, was itself cancelled"
                f" at {event.subject}",
            )
            expect(
                event.did is Did.INTERRUPTED or event.detail == "0",
                f"after awaiting the cancelled task victim, `cancelling()` of {event.task} was"
                f" {event.detail}, though nothing had cancelled {event.task}",
            )


def _had_returned(run: Run, task: str, got: Event) -> bool:
    """Return whether a task had returned by an event: then the request came too late for it.

    A task that begins, or whose operation completes, when it is cancelled may return all the same.
    """
    ended = run.ended(task)
    return ended is not None and ended.did is Did.RETURNED and ended.number < got.number
