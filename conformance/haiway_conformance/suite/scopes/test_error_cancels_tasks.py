"""`scopes/error-cancels-tasks`: when the body raises, exit cancels and awaits every task.

Tried with bodies that raise exceptions of several kinds while tasks wait for ever.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import ALL_USES
from haiway_conformance.programs.drawing.used_scopes import (
    maybe_nested,
    scope_with_failing_body,
    some_endless_tasks,
)
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Fail,
    OftenUsed,
    Operation,
    Scope,
    UseOften,
    Wait,
)
from haiway_conformance.suite.scopes.checks import (
    expect_endless_tasks_cancelled,
    expect_scope1_cancels_endless_tasks,
    expect_tasks_ended_inside,
)


@programs
def bodies_that_fail(build: Builder) -> Block:
    """Draw scopes, nested or not, the body of one of which raises while tasks are running."""
    failing = build.number(1, 3)
    body: Block = ()
    for level in range(1, build.number(failing, 3) + 1):
        name = build.name("scope")

        def task(name: str = name, level: int = level) -> Operation:
            # Scopes inside the failing one end normally, which is not what this clause is about.
            return build.spawn(build.busy_until_exit(name) if level < failing else build.endless())

        fail = Fail(build.name("error"), build.one_of("exception", "base", "falsy", "stop"))
        end: Block = (fail,) if level == failing else ()
        tasks = build.some(int(level == failing), 3, task)
        # Tasks are spawned before the inner scope, so that an error passing through finds some.
        body = (Scope(name, (*tasks, *build.pauses(), *body, *end)),)
    return (Catch(body),)


@clause("scopes/error-cancels-tasks")
@given(program=bodies_that_fail())
def test_tasks_are_cancelled_and_awaited_when_the_body_raises(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exit treats a body that raises like one that returns."""
    for run in explore(program, about_exit=True):
        for scope in run.scopes:
            exiting = run.exiting(scope)
            if exiting is not None and exiting.detail != "normally":
                run.premise(expect_endless_tasks_cancelled(run, scope))
                expect_tasks_ended_inside(run, scope)


@programs
def used_scopes_that_fail(build: Builder) -> Block:
    """Draw a scope with endless tasks whose body raises after prior use."""
    return maybe_nested(build, (Catch(scope_with_failing_body(build, ALL_USES)),))


@pytest.mark.haiway_prior_use
@clause("scopes/error-cancels-tasks")
@given(program=used_scopes_that_fail())
def test_an_error_cancels_and_awaits_tasks_after_prior_use(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check which exception the body raised, and what earlier events left behind."""
    for run in explore(program, any_ending=True, about_exit=True):
        run.premise(expect_scope1_cancels_endless_tasks(run))
        expect_tasks_ended_inside(run, "scope1")


@programs
def long_used_scopes_that_fail(build: Builder) -> Block:
    """Draw a scope with endless tasks whose body raises, after many tasks have come and gone."""
    often: OftenUsed = build.one_of("spawn", "cancel")
    tasks, wait = some_endless_tasks(build), Wait(build.name("p"), "idle")
    body: Block = (UseOften(often, 66), *tasks, wait, Fail(build.name("error")))
    return (Catch((build.scope(body),)),)


@clause("scopes/error-cancels-tasks")
@given(program=long_used_scopes_that_fail())
def test_an_error_cancels_and_awaits_the_latest_of_very_many_tasks(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a scope forgets tasks once it has had many."""
    for run in explore(program, any_ending=True, about_exit=True):
        run.premise(expect_scope1_cancels_endless_tasks(run))
        expect_tasks_ended_inside(run, "scope1")
