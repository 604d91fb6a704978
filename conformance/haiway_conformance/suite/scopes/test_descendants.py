"""`scopes/descendants`: what a scope's tasks spawn belongs to the scope, at any depth.

Tried with tasks that spawn tasks that spawn tasks, some of which end before their children.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Operation, Scope, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import (
    expect_endless_tasks_cancelled,
    expect_tasks_ended_inside,
)


@programs
def families(build: Builder) -> Block:
    """Draw tasks that spawn tasks that spawn tasks; parents may end before their children."""
    nested = build.flag()
    scope = "scope2" if nested else "scope1"

    def member(depth: int) -> Operation:
        children: Block = (member(depth - 1),) if depth else ()
        if depth and build.flag():
            children = (*children, build.spawn(build.busy_until_exit(scope)))
        end = build.pauses(1) if depth and build.flag() else (build.until_exit(scope),)
        return build.spawn(build.with_clean_up((*build.pauses(1), *children, *end)))

    family = member(build.one_of(1, 2, 3, 3, 12))
    body: Block = (Scope(scope, (family, Wait(build.name("p"), "idle"), *build.pauses())),)
    return (Scope("scope1", (*body, *build.pauses())),) if nested else body


@clause("scopes/descendants")
@given(program=families())
def test_what_tasks_spawn_belongs_to_their_scope(explore: Explorer, program: Program) -> None:
    """If this fails, check whether exit reads the set of tasks once, before children join it."""
    for run in explore(program):
        spawned_by_tasks = [each for each in run.trace.of(Did.SPAWNING) if each.task != "main"]
        for scope in run.scopes:
            if expect_tasks_ended_inside(run, scope):
                run.premise(any(run.began(each.subject) for each in spawned_by_tasks))


@programs
def endless_children(build: Builder) -> Block:
    """Draw a task that waits for ever, and another whose descendants do."""

    def member(depth: int) -> Operation:
        if not depth:
            return build.spawn(build.endless())
        end = build.pauses(1) if build.flag() else build.endless()
        return build.spawn((member(depth - 1), *end))

    tasks: Block = (build.spawn(build.endless()), member(build.one_of(1, 2, 3, 3, 12)))
    return (build.scope((*tasks, Wait(build.name("p"), "idle"), *build.pauses(1))),)


@clause("scopes/descendants")
@given(program=endless_children())
def test_what_tasks_spawn_is_cancelled_at_exit_as_they_are(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exit cancels only the tasks that the body itself spawned."""
    for run in explore(program):
        spawned_by_tasks = [each for each in run.trace.of(Did.SPAWNING) if each.task != "main"]
        run.premise(any(run.began(each.subject) for each in spawned_by_tasks))
        expect_endless_tasks_cancelled(run, "scope1")
        expect_tasks_ended_inside(run, "scope1")
