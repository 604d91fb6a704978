"""`state/in-tasks`: a task finds the state that is visible where it was spawned.

Tasks and their children look up state at several depths, during their scope's exit too, and in a
scope that has been used before.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, CleanUp, Scope, Spawn, Wait
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import (
    COMBINATIONS,
    TYPES,
    get_state,
    scope_with,
    state_after_prior_use,
    state_of,
)


@programs
def tasks_with_state(build: Builder) -> Block:
    """Draw tasks that look up state, as do their children, some of them in nested scopes."""

    def task(depth: int) -> Spawn:
        child: Block = ()
        if depth:
            spawn = task(depth - 1)
            child = (spawn, Await(spawn.task)) if build.flag() else (spawn,)
            if build.seldom():
                name = build.name("inner")
                child = (Scope(name, (*child, *build.pauses(1)), state_of(name, ("B", "D"))),)
        end = get_state(build, TYPES)
        if build.seldom():  # awaited by nobody, it looks up state when the scope exits
            return build.spawn((*child, CleanUp((build.until_exit("scope1"),), end)))
        return build.spawn((*build.pauses(1), *get_state(build, TYPES), *child, *end))

    tasks = build.some(1, 2, lambda: task(build.number(0, 2)))
    body: Block = (*tasks, Wait("rest", "idle"), *build.pauses(1))
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        body = (scope_with(build, "scope2", types, body, by_resource=build.seldom()),)
    return (Scope("scope1", body, state=state_of("scope1", TYPES)),)


@clause("state/in-tasks")
@given(program=tasks_with_state())
def test_tasks_find_the_state_of_where_they_were_spawned(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a task, or a task of a task, runs in an unrelated context."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            run.premise(lookup.event.task != "main" and lookup.given)
            is_found(lookup)


@pytest.mark.haiway_prior_use
@clause("state/in-tasks")
@given(program=state_after_prior_use())
def test_tasks_find_state_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check which earlier use of the scope hides its state from the task."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            if run.premise(lookup.given and lookup.event.task.startswith("t")):
                is_found(lookup)
