"""`cancellation/check`: `check_cancellation()` raises exactly if the task was requested to cancel.

Tried in tasks that cancel themselves, or that others, exit or a time-out cancel, or that nothing
cancels. `cancelling()` says what is right.
"""

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
    CleanUp,
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
from haiway_conformance.suite.cancellation.programs import PROBE, in_own_task


@programs
def checking(build: Builder) -> Block:
    """Draw tasks that check: cancelled by themselves, others, exit or time-out, or not at all."""

    def task() -> Operation:
        name = build.name("t")
        match build.number(0, 6):
            case 0:
                body: Block = (*PROBE, build.moment(), *PROBE)
            case 1:
                caught = Catch((build.suspension(),), "cancellation")
                body = (*PROBE, CancelCurrent(), *PROBE, *PROBE, caught, *PROBE)
            case 2:
                caught = Catch((CancelCurrent(), build.suspension()), "cancellation")
                body = (caught, *PROBE, Acknowledge(), *PROBE, *build.pauses(1), *PROBE)
            case 3:
                caught = Catch((build.until_exit("scope0"),), "cancellation")
                requests.append(Cancel(name))
                body = (*build.pauses(1), caught, *PROBE, *build.pauses(1), *PROBE)
            case 4:
                end = CleanUp((build.until_exit("scope0"),), (*PROBE, build.moment(), *PROBE))
                body = (*PROBE, end)
            case 5:
                late = CleanUp((build.for_ever(),), (*PROBE, *build.pauses(1), *PROBE))
                body = (*PROBE, Deadline(1, (*PROBE, late)), *PROBE)
            case _:
                own = (*PROBE, CancelCurrent(), *PROBE, *PROBE)
                body = (*in_own_task(build, own), *PROBE, build.moment(), *PROBE)
        return Spawn(name, body)

    requests: list[Operation] = []
    tasks = build.some(1, 3, task)
    body = (*tasks, *PROBE, *build.pauses(1), *requests, *PROBE, Wait("rest", "idle"), *PROBE)
    other: Block = (Start("other", (*PROBE, *build.pauses(1), *PROBE)),) if build.flag() else ()
    return (*PROBE, *other, Scope("scope0", body), *PROBE)


@clause("cancellation/check")
@given(program=checking())
def test_check_raises_only_in_a_cancelled_task(explore: Explorer, program: Program) -> None:
    """If this fails, check whether it consults the scope instead of `cancelling()` of the task."""
    for run in explore(program):
        run.premise(_expect_correct_checks(run))


def _expect_correct_checks(run: Run) -> bool:
    """Expect that each check raises exactly if there is a request to cancel the task.

    Returns:
        True if there was a request at some check.
    """
    requests: dict[str, int] = {}
    applies = False
    for event in run.trace.of(Did.SAW):
        if event.subject == "cancelling()":
            requests[event.task] = int(event.detail)
        elif event.subject == "check":
            pending = requests[event.task]
            applies = applies or pending > 0
            expect(
                event.detail == ("raised CancelledError" if pending else "quiet"),
                f"in {event.task}, whose `cancelling()` was {pending}, `ctx.check_cancellation()`"
                f" {'was ' if event.detail == 'quiet' else ''}{event.detail}",
            )
    return applies


@programs
def checking_before_they_suspend(build: Builder) -> Block:
    """Draw tasks that cancel themselves, or do not, and check without suspending."""

    def task(depth: int) -> Operation:
        ask: Block = (CancelCurrent(),) if build.flag() else ()
        child: Block = (task(depth - 1),) if depth else ()
        return build.spawn((*build.pauses(1), *child, *ask, *PROBE))

    tasks = build.some(1, 3, lambda: task(build.number(0, 1)))
    rest = (*PROBE, Wait("rest", "idle"))
    if build.flag():
        return (build.scope((*tasks, *rest)),)
    return (Start("runner", (build.scope((*tasks, *rest, CancelCurrent(), *PROBE)), *PROBE)),)


@clause("cancellation/check")
@given(program=checking_before_they_suspend())
def test_check_raises_before_any_suspension(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a request counts before asyncio has delivered it."""
    for run in explore(program):
        run.premise(_expect_correct_checks(run))


@programs
def checking_in_a_clean_up(build: Builder) -> Block:
    """Draw cancelled tasks that check in their clean-up, inside a scope that they enter there."""
    probes: Block = (*PROBE, *build.pauses(1), *PROBE)
    inside = build.scope(probes)
    task = build.spawn((CleanUp((build.until_exit("scope0"),), (*PROBE, inside, *PROBE)),))
    cancel: Block = (Wait("asked", "idle"), Cancel(task.task)) if build.flag() else ()
    return (Scope("scope0", (task, *cancel, *build.pauses(1))),)


@clause("cancellation/check")
@given(program=checking_in_a_clean_up())
def test_check_raises_in_a_scope_within_a_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails, check whether only requests since the entry of the scope count."""
    for run in explore(program):
        run.premise(_expect_correct_checks(run))


@programs
def checking_as_a_scope_is_left(build: Builder) -> Block:
    """Draw a scope that exits while a resource checks, and after it a task never cancelled."""
    probes: Block = (*PROBE, *build.pauses(1), *PROBE)
    other = Start("other", (Wait("later", after="exit of scope0"), *probes))
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope0")))
    resource = Resource("resource1", exit=probes)
    scope = Scope("scope0", (other, *busy, *build.pauses(1)), resources=(resource,))
    return (scope, *PROBE, Join("other"))


@clause("cancellation/check")
@given(program=checking_as_a_scope_is_left())
def test_check_is_quiet_when_only_the_scope_ends(explore: Explorer, program: Program) -> None:
    """If this fails, check whether it consults the scope, which is exiting, instead of the task."""
    for run in explore(program):
        _expect_correct_checks(run)
        run.premise(run.trace.of(Did.SAW, task="other"))
