"""`cancellation/current-only`: `ctx.cancel()` cancels the current task and no other.

Tried with tasks that cancel themselves beside others that have to go on; and, recorded only, with a
generator that calls it: `cancellation/current-in-generator`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    CancelCurrent,
    CleanUp,
    CountRequests,
    Iterate,
    Operation,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import happened_during_exit, scope_of
from haiway_conformance.suite.cancellation.programs import cancels_itself


@programs
def cancelling_themselves_beside_others(build: Builder) -> Block:
    """Draw tasks that cancel themselves in a scope where others are busy, and awaited by none."""

    def cancelling() -> Operation:
        end = build.one_of((), (build.suspension(),), (build.for_ever(),))
        block = (*cancels_itself(build), *end)
        return Start(build.name("own"), block) if build.flag() else build.spawn(block)

    def other() -> Operation:
        match build.number(0, 2):
            case 0:
                return Start(build.name("other"), (Wait(build.name("p"), "idle"),))
            case 1:
                name = build.name("scope")
                busy = build.spawn(build.busy_until_exit(name))
                return build.spawn((Scope(name, (busy, build.until_exit("scope0"))),))
            case _:
                return build.spawn(build.busy_until_exit("scope0"))

    tasks = (*build.some(1, 2, other), *build.some(1, 2, cancelling))
    rest = (Wait("rest", "idle"), *build.pauses(1), Wait("then", "idle"))
    around = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("around")))
    return (Start("runner", (Scope("around", (*around, Scope("scope0", (*tasks, *rest)))),)),)


@clause("cancellation/current-only")
@given(program=cancelling_themselves_beside_others())
def test_a_task_that_cancels_itself_cancels_no_other(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `ctx.cancel()` cancels its scope, or the task that runs it."""
    for run in explore(program):
        asked = {each.subject for each in run.trace.of(Did.REQUESTS)}
        run.premise(asked)
        names = ", ".join(sorted(asked))
        for event in run.trace.of(Did.INTERRUPTED):
            scope = scope_of(run, event.task)
            expect(
                event.task in asked or happened_during_exit(run, event),
                f"{event.task} was cancelled at {event.subject}, though only {names} had called"
                " `ctx.cancel()`"
                + (f", and the body of scope {scope} was still running" if scope else ""),
            )
        for name in ("scope0", "around"):
            exited = run.exited(name)
            expect(
                exited is None or exited.detail == "normally",
                f"scope {name} was left by {exited.detail if exited else ''}, though only single"
                f" tasks, {names}, had called `ctx.cancel()`",
            )


@programs
def cancelling_in_a_generator(build: Builder) -> Block:
    """Draw a consumer of a stream whose generator calls `ctx.cancel()`, and then suspends."""
    generator = (CancelCurrent(), build.suspension())
    block = (build.scope((Iterate("stream", 1, generator),)), Wait("rest", "idle"))
    return (Start("runner", (CleanUp(block, (CountRequests(),)),)),)


@clause("cancellation/current-in-generator")
@given(program=cancelling_in_a_generator())
def test_whose_task_a_generator_cancels(explore: Explorer, program: Program) -> None:
    """Record which task is cancelled when a generator calls `ctx.cancel()`."""
    for run in explore(program, any_ending=True, hygiene=False):
        if counts := run.seen("cancelling()", task="runner"):
            other = "another task than the consumer's"
            explore.observe(other if counts == ["0"] else "the consumer's task")
