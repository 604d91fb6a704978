"""`cancellation/ended-unaffected`: cancelling a task that has ended changes nothing.

Tried with tasks that have returned, failed or been cancelled; their awaiters must see no change.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CountRequests,
    Fail,
    Join,
    Operation,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.cancellation.checks import happened_during_exit
from haiway_conformance.suite.tasks.programs import RESULTS


@programs
def cancelled_when_ended(build: Builder) -> Block:
    """Draw a task that has returned, failed or been cancelled, and cancel it after that."""

    def awaits() -> Operation:
        waits = Await("t0", build.one_of("await", "gather"))
        return Catch((Catch((waits,), "cancellation"),))

    def request() -> Block:
        cancels = tuple(Cancel("t0") for _ in range(build.one_of(1, 1, 2)))
        match build.number(0, 2):
            case 0:
                return cancels
            case 1:
                return (build.spawn(cancels), *build.pauses(1))
            case _:
                name = build.name("other")
                return (Start(name, cancels), Join(name))

    busy = build.some(0, 2, lambda: build.spawn(build.busy_until_exit("scope0")))
    way = build.one_of("returns", "is cancelled", "fails")
    end: Block = ()
    body: Block = (*build.pauses(1), awaits(), *request(), *build.pauses(1), awaits())
    match way:
        case "returns":
            task = Spawn("t0", build.pauses(), result=build.one_of(*RESULTS))
        case "is cancelled":
            task = Spawn("t0", build.endless())
            body = (Cancel("t0"), *body)
        case _:
            task = Spawn("t0", (*build.pauses(1), Fail("error")))
            body = (Wait("failure", "idle"),)
            end = (awaits(), Cancel("t0"))
    inner = Scope("scope0", (task, *busy, *body, Wait("rest", "idle"), *build.pauses(1)))
    after = (*end, *build.pauses(1), awaits(), Cancel("t0"), awaits(), CountRequests())
    return (Start("runner", (CountRequests(), Catch((inner,)), *after)),)


@clause("cancellation/ended-unaffected")
@given(program=cancelled_when_ended())
def test_a_request_to_an_ended_task_changes_nothing(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a late request replaces the result, or goes to the scope."""
    for run in explore(program):
        known = ""
        late = False
        for event in run.trace:
            if event.did is Did.REQUESTS:
                late = bool(known)
            elif event.did is Did.GOT:
                expect(
                    not late or event.detail == known,
                    f"task {event.subject} had ended when it was cancelled; awaiting it gave"
                    f" '{known}' before that, and '{event.detail}' after it",
                )
                run.premise(late)
                # An awaiter in a failing scope may have been cancelled itself.
                known = "" if _was_got_in_failing_scope(run, event) else event.detail
        _expect_others_unaffected(run)


def _was_got_in_failing_scope(run: Run, got: Event) -> bool:
    """Return whether the outcome of a failed task was got before its scope was exited."""
    exited = run.exited("scope0")
    failed = run.trace.first(Did.FAILED, subject=got.subject)
    return failed is not None and (exited is None or got.number < exited.number)


def _expect_others_unaffected(run: Run) -> None:
    if run.trace.first(Did.FAILED, subject="t0"):
        return  # then the scope fails, and may cancel its tasks
    for event in run.trace.of(Did.INTERRUPTED):
        if event.task != "t0" and event.subject != "task t0":
            expect(
                happened_during_exit(run, event),
                f"{event.task} was cancelled at {event.subject}, though only t0, which had ended,"
                " had been cancelled",
            )
    exited = run.exited("scope0")
    expect(
        exited is None or exited.detail == "normally",
        f"scope scope0 was left by {exited.detail if exited else ''}, though only t0, which had"
        " ended, had been cancelled",
    )
    counts = run.seen("cancelling()", task="runner")
    expect(
        len(set(counts)) <= 1,
        f"`cancelling()` of runner was {counts[0] if counts else ''} and became"
        f" {counts[-1] if counts else ''} when t0, which had ended, was cancelled",
    )
