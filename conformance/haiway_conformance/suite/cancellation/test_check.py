"""`cancellation/check`: `check_cancellation()` raises in a task that was requested to cancel.

Tried in tasks that cancel themselves, or that others, exit or a time-out cancel. `cancelling()`
says what is right.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CancelCurrent,
    CleanUp,
    Operation,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.suite.cancellation.checks import expect_checks_raise
from haiway_conformance.suite.cancellation.programs import PROBE, checking


@clause("cancellation/check")
@given(program=checking())
def test_check_raises_in_a_cancelled_task(explore: Explorer, program: Program) -> None:
    """If this fails, check whether it consults the scope instead of `cancelling()` of the task."""
    for run in explore(program):
        run.premise(expect_checks_raise(run))


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
        run.premise(expect_checks_raise(run))


@programs
def plain_tasks_that_check(build: Builder) -> Block:
    """Draw tasks of the program's own that check in their clean-up, cancelled by main or not."""

    def task() -> Block:
        name = build.name("own")
        clean_up: Block = (*PROBE, *build.pauses(1), *PROBE)
        start = Start(name, (*build.pauses(1), CleanUp((Wait(f"rest of {name}"),), clean_up)))
        return (start, *build.pauses(1), Cancel(name)) if build.flag() else (start,)

    tasks = tuple(each for _ in range(build.number(1, 3)) for each in task())
    return (build.scope((*tasks, *PROBE)),) if build.flag() else (*tasks, *PROBE)


@clause("cancellation/check")
@given(program=plain_tasks_that_check())
def test_check_raises_in_tasks_of_the_program_itself(explore: Explorer, program: Program) -> None:
    """If this fails, check whether only tasks that were spawned are asked for requests."""
    for run in explore(program):
        run.premise(expect_checks_raise(run))


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
        run.premise(expect_checks_raise(run))
