"""`scopes/exit-cancels-tasks`: when the body ends, exit cancels every task that has not ended.

Tried with tasks that wait for ever, tick for ever or sleep for a day, many of them too; and with
tasks whose clean-up waits for that of another.
"""

from dataclasses import replace

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.used_scopes import some_endless_tasks
from haiway_conformance.programs.operations import Block, Cancel, Catch, CleanUp, Sleep, Wait
from haiway_conformance.simulated_loop import MOMENT, Did
from haiway_conformance.suite.scopes.checks import (
    expect_endless_tasks_cancelled,
    expect_scope1_cancels_endless_tasks,
)
from haiway_conformance.suite.scopes.programs import used_scope_that_ends


def _resistant_task(build: Builder) -> Block:
    """Draw a task that catches its cancellation by user code, and then waits on."""
    caught = Catch((build.for_ever(),), "cancellation")
    task = build.spawn((caught, build.for_ever()))
    waits, goes_on = Wait(build.name("p"), "idle"), Wait(build.name("p"), "idle")
    return (task, waits, Cancel(task.task), goes_on)


@programs
def endless_tasks(build: Builder) -> Block:
    """Draw scopes, nested or not, whose bodies end while tasks wait for ever."""
    body: Block = ()
    levels = build.number(1, 3)
    for level in range(levels, 0, -1):
        tasks = build.some(1, 4, lambda: build.spawn(build.endless()))
        if build.seldom():
            tasks = (*tasks, *_resistant_task(build))
        body = (build.scope((*body, *tasks, *build.pauses())),)
        if level > 1:
            body = build.in_a_task(body)
    return body


@clause("scopes/exit-cancels-tasks")
@given(program=endless_tasks())
def test_tasks_that_wait_for_ever_are_cancelled(explore: Explorer, program: Program) -> None:
    """If this fails, check whether exit cancels every task, begun or not, before it waits."""
    for run in explore(program, about_exit=True):
        for scope in run.scopes:
            run.premise(expect_endless_tasks_cancelled(run, scope))


CROWD = 100
"""More tasks than an implementation with a limit would keep."""


@programs
def crowds(build: Builder) -> Block:
    """Draw a scope with a hundred tasks that all wait for ever."""
    tasks = tuple(build.spawn((build.for_ever(),)) for _ in range(CROWD))
    return (build.scope((*tasks, build.one_of(Wait(build.name("p"), "idle"), Sleep(1)))),)


@clause("scopes/exit-cancels-tasks")
@given(program=crowds())
def test_all_are_cancelled_however_many_there_are(explore: Explorer, program: Program) -> None:
    """If this fails, check whether only a limited number of tasks is kept or cancelled."""
    for run in explore(program, about_exit=True):
        run.premise(expect_endless_tasks_cancelled(run, "scope1"))


@programs
def clean_ups_that_wait_for_another(build: Builder) -> Block:
    """Draw tasks, two or many, one of whose clean-ups waits for that of another to begin."""
    tasks = [build.spawn((build.for_ever(),)) for _ in range(build.one_of(2, 2, 3, 40))]
    waits, cleans = build.one_of((0, -1), (-1, 0))
    cleans_up = f"clean-up of {tasks[cleans].task}"
    clean_ups: dict[int, Block] = {
        waits: (Wait(build.name("other"), "any", after=cleans_up), *build.pauses(1)),
        cleans: build.pauses(1),
    }
    for at, clean_up in clean_ups.items():
        tasks[at] = replace(tasks[at], body=(CleanUp(tasks[at].body, clean_up),))
    return (build.scope((*tasks, Wait(build.name("p"), "idle"))),)


@clause("scopes/exit-cancels-tasks")
@given(program=clean_ups_that_wait_for_another())
def test_all_are_cancelled_before_any_is_waited_for(explore: Explorer, program: Program) -> None:
    """If this fails, check whether tasks are cancelled one after the other, or a few at a time."""
    for run in explore(program, about_exit=True):
        run.premise(expect_endless_tasks_cancelled(run, "scope1"))


@programs
def ticking_tasks(build: Builder) -> Block:
    """Draw a scope with background tasks that loop for ever."""
    tasks = build.some(1, 2, lambda: build.spawn(build.ticking()))
    return (build.scope((*tasks, *build.some(0, 2, build.moment))),)


@clause("scopes/exit-cancels-tasks")
@given(program=ticking_tasks())
def test_background_tasks_that_tick_for_ever_are_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exit waits for a `while True` task instead of cancelling it."""
    for run in explore(program, about_exit=True):
        for scope in run.scopes:
            for task in run.tasks_of(scope):
                run.premise(True)  # noqa: FBT003 - it has begun, and ends by cancellation alone
                expect(
                    run.ended(task),
                    f"the background task {task} of scope {scope} was never cancelled",
                )


@programs
def tasks_that_wait_long(build: Builder) -> Block:
    """Draw a scope whose tasks wait for ever, or sleep for a day."""
    tasks = build.some(1, 3, lambda: build.spawn((build.one_of(build.for_ever(), Sleep(86_400)),)))
    return (build.scope((*tasks, Wait(build.name("p"), "idle"))),)


@clause("scopes/exit-cancels-tasks")
@given(program=tasks_that_wait_long())
def test_exit_does_not_wait_before_it_cancels(explore: Explorer, program: Program) -> None:
    """If this fails, check for a grace period between the body's end and the cancellation."""
    for run in explore(program, about_exit=True):
        exiting = run.exiting("scope1")
        if exiting is None:
            continue
        for task in run.tasks_of("scope1"):
            wait = run.waiting_at(task, exiting)
            # Otherwise time may have passed for reasons other than the exit, even a day.
            if wait is None or not (run.time_stands_still or wait.subject.startswith("never")):
                continue
            run.premise(True)  # noqa: FBT003 - what it waits for comes much later
            interrupted = run.trace.first(Did.INTERRUPTED, task=task)
            expect(
                interrupted is not None,
                f"exit of scope scope1 never cancelled task {task}, which waited for"
                f" {wait.subject}",
            )
            waited = interrupted.time - exiting.time if interrupted else 0.0
            expect(
                waited < MOMENT or not run.time_stands_still,  # it may poll
                f"exit of scope scope1 cancelled task {task} only after {waited:g} virtual seconds"
                " instead of at once",
            )


@programs
def used_scopes(build: Builder) -> Block:
    """Draw a scope with endless tasks that is exited after prior use."""
    return used_scope_that_ends(build, build.name("scope"), lambda: some_endless_tasks(build))


@pytest.mark.haiway_prior_use
@clause("scopes/exit-cancels-tasks")
@given(program=used_scopes())
def test_exit_cancels_tasks_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check which earlier event keeps exit from cancelling."""
    for run in explore(program, any_ending=True, about_exit=True):
        run.premise(expect_scope1_cancels_endless_tasks(run))
