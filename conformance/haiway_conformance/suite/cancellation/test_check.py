"""Properties of `cancellation/check`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Acknowledge,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    CountRequests,
    Deadline,
    Join,
    Operation,
    Resource,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.cancellation.programs import in_a_task_of_its_own

LOOK: Block = (CountRequests(), CheckCancellation())


@programs
def checking(build: Builder) -> Block:
    """Tasks that check, asked to stop or not: by themselves, by others, by exit or by time-out."""

    def task() -> Operation:
        name = build.name("t")
        match build.number(0, 6):
            case 0:
                body: Block = (*LOOK, build.moment(), *LOOK)
            case 1:
                caught = Catch((build.suspension(),), "cancellation")
                body = (*LOOK, CancelCurrent(), *LOOK, *LOOK, caught, *LOOK)
            case 2:
                caught = Catch((CancelCurrent(), build.suspension()), "cancellation")
                body = (caught, *LOOK, Acknowledge(), *LOOK, *build.pauses(1), *LOOK)
            case 3:
                caught = Catch((build.until_exit("scope0"),), "cancellation")
                requests.append(Cancel(name))
                body = (*build.pauses(1), caught, *LOOK, *build.pauses(1), *LOOK)
            case 4:
                end = CleanUp((build.until_exit("scope0"),), (*LOOK, build.moment(), *LOOK))
                body = (*LOOK, end)
            case 5:
                late = CleanUp((build.for_ever(),), (*LOOK, *build.pauses(1), *LOOK))
                body = (*LOOK, Deadline(1, (*LOOK, late)), *LOOK)
            case _:
                own = (*LOOK, CancelCurrent(), *LOOK, *LOOK)
                body = (*in_a_task_of_its_own(build, own), *LOOK, build.moment(), *LOOK)
        return Spawn(name, body)

    requests: list[Operation] = []
    tasks = build.some(1, 3, task)
    body = (*tasks, *LOOK, *build.pauses(1), *requests, *LOOK, Wait("rest", "idle"), *LOOK)
    other: Block = (Start("other", (*LOOK, *build.pauses(1), *LOOK)),) if build.flag() else ()
    return (*LOOK, *other, Scope("scope0", body), *LOOK)


@clause("cancellation/check")
@given(program=checking())
def test_check_raises_for_who_was_asked_and_for_nobody_else(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does it look at whether the task has ended cancelled, or at the scope?"""
    for run in explore(program):
        run.premise(_checks_are_right(run))


def _checks_are_right(run: Run) -> bool:
    """Demand that each check says whether there is a request.

    Returns:
        Whether there was one, at some check.
    """
    requests: dict[str, int] = {}
    met = False
    for event in run.trace.of(Did.SAW):
        if event.subject == "cancelling()":
            requests[event.task] = int(event.detail)
        elif event.subject == "check":
            pending = requests[event.task]
            met = met or pending > 0
            expect(
                event.detail == ("raised CancelledError" if pending else "quiet"),
                f"in {event.task}, whose `cancelling()` was {pending}, `ctx.check_cancellation()`"
                f" {'was ' if event.detail == 'quiet' else ''}{event.detail}",
            )
    return met


@programs
def checking_before_they_suspend(build: Builder) -> Block:
    """Tasks that ask themselves to stop and check at once, or check though nobody asked."""

    def task(depth: int) -> Operation:
        ask: Block = (CancelCurrent(),) if build.flag() else ()
        child: Block = (task(depth - 1),) if depth else ()
        return build.spawn((*build.pauses(1), *child, *ask, *LOOK))

    tasks = build.some(1, 3, lambda: task(build.number(0, 1)))
    rest = (*LOOK, Wait("rest", "idle"))
    if build.flag():
        return (build.scope((*tasks, *rest)),)
    return (Start("runner", (build.scope((*tasks, *rest, CancelCurrent(), *LOOK)), *LOOK)),)


@clause("cancellation/check")
@pytest.mark.needs("cancel")
@given(program=checking_before_they_suspend())
def test_check_raises_before_any_suspension(explore: Explorer, program: Program) -> None:
    """If this fails: does it see a request only when asyncio has delivered it?"""
    for run in explore(program):
        run.premise(_checks_are_right(run))


@programs
def checking_within_a_clean_up(build: Builder) -> Block:
    """Tasks that were asked to stop, and enter a scope in their clean-up, in which they check."""
    look: Block = (*LOOK, *build.pauses(1), *LOOK)
    within = build.scope(look)
    task = build.spawn((CleanUp((build.until_exit("scope0"),), (*LOOK, within, *LOOK)),))
    cancel: Block = (Wait("asked", "idle"), Cancel(task.task)) if build.flag() else ()
    return (Scope("scope0", (task, *cancel, *build.pauses(1))),)


@clause("cancellation/check")
@given(program=checking_within_a_clean_up())
def test_check_raises_in_a_scope_within_a_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails: does it count only what was asked since the scope was entered?"""
    for run in explore(program):
        run.premise(_checks_are_right(run))


@programs
def checking_as_a_scope_is_left(build: Builder) -> Block:
    """A scope is left: a resource checks in its exit, and after it a task that nobody asked."""
    look: Block = (*LOOK, *build.pauses(1), *LOOK)
    other = Start("other", (Wait("later", after="exit of scope0"), *look))
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope0")))
    resource = Resource("resource1", exit=look)
    scope = Scope("scope0", (other, *busy, *build.pauses(1)), resources=(resource,))
    return (scope, *LOOK, Join("other"))


@clause("cancellation/check")
@given(program=checking_as_a_scope_is_left())
def test_check_is_quiet_when_only_the_scope_ends(explore: Explorer, program: Program) -> None:
    """If this fails: does it look at the scope, which is being exited, instead of the task?"""
    for run in explore(program):
        _checks_are_right(run)
        run.premise(run.trace.of(Did.SAW, task="other"))
