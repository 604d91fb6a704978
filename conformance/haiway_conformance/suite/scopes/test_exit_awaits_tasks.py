"""`scopes/exit-awaits-tasks`: exit completes only after every task of the scope has ended.

Tried with tasks whose clean-ups take a while after they are cancelled.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, maybe_pause, programs
from haiway_conformance.programs.drawing.used_scopes import some_tasks
from haiway_conformance.programs.operations import Block, Cancel, CleanUp, Scope, Spawn, Wait, Yield
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import expect_tasks_ended_inside
from haiway_conformance.suite.scopes.programs import nested_scopes_with_tasks, used_scope_that_ends


@programs
def slow_clean_ups(build: Builder) -> Block:
    """Draw scopes, nested or not, whose tasks take a while to clean up."""

    def task(scope: str) -> Spawn:
        body = (*build.pauses(1), build.until_exit(scope))
        clean_up = (build.suspension(), *build.pauses())
        return build.spawn((CleanUp(body, clean_up),))

    body: Block = ()
    for _ in range(build.number(1, 3)):
        name = build.name("scope")
        first = task(name)
        more = build.some(0, 2, lambda name=name: task(name))
        # User code cancels a task just before the exit.
        end: Block = (Cancel(first.task),) if build.seldom() else ()
        rest = (Wait(build.name("p"), "idle"), *build.pauses())
        body = (Scope(name, (*body, first, *more, *rest, *end)),)
    return body


@clause("scopes/exit-awaits-tasks")
@given(program=slow_clean_ups())
def test_exit_completes_after_every_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails, check whether exit awaits every task that it cancelled, `finally` included."""
    for run in explore(program):
        for scope in run.scopes:
            expect_tasks_ended_inside(run, scope)
            exiting = run.exiting(scope)
            run.premise(
                exiting is not None
                and any(
                    clean_up.number > exiting.number
                    for task in run.tasks_of(scope)
                    for clean_up in run.trace.of(Did.CLEANS_UP, task=task)
                )
            )


@clause("scopes/exit-awaits-tasks")
@given(program=nested_scopes_with_tasks())
def test_no_task_does_anything_after_its_scope(explore: Explorer, program: Program) -> None:
    """If this fails, check which scope owns the task, and whether its exit knows of the task."""
    for run in explore(program):
        for scope in run.scopes:
            exited = run.exited(scope)
            if exited is None:
                continue
            run.premise(expect_tasks_ended_inside(run, scope))
            tasks = run.tasks_of(scope)
            late = [each for each in run.trace[exited.number :] if each.task in tasks]
            expect(
                not late,
                f"after the exit of scope {scope}, one of its tasks still ran: {late[:1]}",
            )


@programs
def two_left_of_many(build: Builder) -> Block:
    """Draw a scope in which many tasks have ended, and two take a while to clean up at exit."""
    many = tuple(build.spawn((Yield(),)) for _ in range(30))
    left = tuple(
        build.spawn((CleanUp((build.until_exit("scope1"),), (Yield(), *maybe_pause(build))),))
        for _ in range(2)
    )
    return (Scope("scope1", (*many, *left, Wait("rest", "idle"))),)


@clause("scopes/exit-awaits-tasks")
@given(program=two_left_of_many())
def test_exit_awaits_the_last_of_very_many_tasks(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the scope forgets tasks once there have been many."""
    for run in explore(program):
        run.premise(expect_tasks_ended_inside(run, "scope1"))


@programs
def used_scopes_with_busy_tasks(build: Builder) -> Block:
    """Draw a scope that is exited after prior use, whose tasks end only after its exit began."""
    name = build.name("scope")
    return used_scope_that_ends(
        build, name, lambda: some_tasks(build, 2, lambda: build.busy_until_exit(name))
    )


@pytest.mark.haiway_prior_use
@clause("scopes/exit-awaits-tasks")
@given(program=used_scopes_with_busy_tasks())
def test_exit_awaits_tasks_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check which earlier event makes exit forget a task."""
    for run in explore(program, any_ending=True):
        run.premise(expect_tasks_ended_inside(run, "scope1"))
