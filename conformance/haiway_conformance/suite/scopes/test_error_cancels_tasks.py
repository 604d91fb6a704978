"""Properties of `scopes/error-cancels-tasks`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import ALL
from haiway_conformance.programs.drawing.used_scopes import failing_body, in_used_scopes
from haiway_conformance.programs.operations import Block, Catch, Fail, Operation, Scope
from haiway_conformance.suite.scopes.checks import (
    endless_tasks_were_cancelled,
    tasks_ended_inside,
    undisturbed_endless_tasks_were_cancelled,
)


@programs
def bodies_that_fail(build: Builder) -> Block:
    """Scopes, nested or not, the body of one of which raises while tasks are running."""
    failing = build.number(1, 3)
    body: Block = ()
    for level in range(1, build.number(failing, 3) + 1):
        name = build.name("scope")

        def task(name: str = name, level: int = level) -> Operation:
            # Scopes within the failing one end normally: that is not what this is about.
            return build.spawn(build.busy_until_exit(name) if level < failing else build.endless())

        fail = Fail(build.name("error"), build.one_of("exception", "base", "falsy", "stop"))
        end: Block = (fail,) if level == failing else ()
        tasks = build.some(int(level == failing), 3, task)
        # Spawned first: an error that passes through has to find tasks there.
        body = (Scope(name, (*tasks, *build.pauses(), *body, *end)),)
    return (Catch(body),)


@clause("scopes/error-cancels-tasks")
@given(program=bodies_that_fail())
def test_tasks_are_cancelled_and_awaited_when_the_body_raises(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does an exception of the body take another way out than its return?"""
    for run in explore(program, about_exit=True):
        for scope in run.scopes:
            exiting = run.exiting(scope)
            if exiting is not None and exiting.detail != "normally":
                run.premise(endless_tasks_were_cancelled(run, scope))
                tasks_ended_inside(run, scope)


@programs
def eventful_scopes_that_fail(build: Builder) -> Block:
    """A scope in which much has happened, and tasks wait for what never comes; its body raises."""
    return in_used_scopes(build, (Catch(failing_body(build, ALL)),))


@pytest.mark.needs("scope", "spawn")
@clause("scopes/error-cancels-tasks")
@given(program=eventful_scopes_that_fail())
def test_an_error_cancels_and_awaits_tasks_whatever_has_happened(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what did the body raise, and what has happened before?"""
    for run in explore(program, any_ending=True, about_exit=True):
        run.premise(undisturbed_endless_tasks_were_cancelled(run))
        tasks_ended_inside(run, "scope1")
