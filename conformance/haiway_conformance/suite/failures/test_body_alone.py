"""`failures/body-alone`: where no task failed, what the body raised leaves the scope unchanged.

It is the same object, with its `__cause__`. Tried with bodies that raise exceptions of every kind.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import UNDISTURBED
from haiway_conformance.programs.drawing.used_scopes import maybe_nested, scope_with_failing_body
from haiway_conformance.programs.execution import Caused, described
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Failing,
    Operation,
    Resource,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.failures.checks import exception_text, left_as_raised
from haiway_conformance.suite.failures.programs import busy_tasks
from haiway_conformance.suite.scopes.checks import how

OF_MAIN: tuple[Failing, ...] = ("exception", "falsy", "base", "group", "interrupt", "exit")
"""Failures of main; exits of the interpreter are like other exceptions until they leave main."""

OF_ANOTHER: tuple[Failing, ...] = ("cancelled", "stop", "twin", "lookup", "timeout", "group")
"""Failures of a task beside main."""


def _failing_alone(build: Builder, kinds: tuple[Failing, ...], depth: int) -> Block:
    """Draw scopes inside each other, of which the innermost body raises and no task fails."""
    fail = Fail(build.name("error"), build.one_of(*kinds), build.one_of("", "cause"))
    body: Block = (*build.pauses(), fail)
    if build.seldom():
        body = (CleanUp(body, build.pauses(1)),)
    for _ in range(build.number(1, depth)):
        name = build.name("scope")

        def task(name: str = name) -> Operation:
            cancelled: Block = (Fail(build.name("end"), "cancelled"),) if build.seldom() else ()
            return build.spawn((*build.busy_until_exit(name), *cancelled))

        tasks = build.some(0, depth - 1, task)
        resources: tuple[Resource, ...] = ()
        if build.seldom():
            resources = (Resource(build.name("resource"), build.pauses(1), build.pauses(1)),)
        body = (Scope(name, (*tasks, *body), resources=resources),)
    # A CancelledError that left main would count as the end of the run.
    return (Catch(body, "cancellation"),)


@programs
def bodies_that_fail_alone(build: Builder) -> Block:
    """Draw scopes, nested or not, of which a body raises while no task fails or is cancelled.

    Some are in main, and some in another task beside it.
    """
    other: Block = _failing_alone(build, OF_ANOTHER, 2)
    if build.seldom():
        return other if build.flag() else (Start("other", other),)
    return (Start("other", other), *_failing_alone(build, OF_MAIN, 3))


@clause("failures/body-alone")
@given(program=bodies_that_fail_alone())
def test_what_a_body_raises_leaves_as_it_is(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the body's exception is grouped, wrapped or raised anew."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            body, exited = run.bodies.get(scope), run.exited(scope)
            failed = any(run.trace.of(Did.FAILED, subject=task) for task in run.tasks_of(scope))
            if body is None or exited is None or not run.premise(not failed):
                continue
            _expect_left_as_raised(run, scope, body, exited)


def _expect_left_as_raised(
    run: Run, scope: str, body: Caused, exited: Event, also: str = ""
) -> None:
    situation = f"the body of scope {scope} raised {described(body.error)}, no task failed{also}"
    left = run.raised.get(scope)
    expect(
        left_as_raised(run, scope),
        f"{situation}; but the scope was exited {how(exited)}"
        + ("" if left is None or described(left) != described(body.error) else ", a copy"),
    )
    now = body.error.__cause__
    expect(
        now is body.cause,
        f"{situation}; when that left the scope, its `__cause__` was {exception_text(now)}"
        f" instead of {exception_text(body.cause)}",
    )


@programs
def bodies_that_answer_a_request(build: Builder) -> Block:
    """Draw a scope whose body catches the CancelledError of a request, and then raises."""
    fail = a_failure(build)
    cause = Fail(fail.error, fail.kind, build.one_of("", "cause"))
    body: Block = (Catch((build.for_ever(),), "cancellation"), *build.pauses(1), cause)
    scope: Block = (Scope("scope1", (*busy_tasks(build, "scope1"), *body)),)
    if build.seldom():
        scope = (Scope("around", (*busy_tasks(build, "around"), *scope)),)
    runner = Start("runner", (Catch(scope),))
    return (runner, Wait("request", after="entered scope1"), *build.pauses(1), Cancel("runner"))


@clause("failures/body-alone")
@given(program=bodies_that_answer_a_request())
def test_what_a_body_raises_after_it_has_caught_a_request_leaves_as_it_is(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exit raises a CancelledError that the body has caught."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            body, exited = run.bodies.get(scope), run.exited(scope)
            answered = run.trace.first(Did.CAUGHT, task="runner")
            if body and exited and run.premise(answered and answered.number < exited.number):
                also = ", and it had caught the CancelledError of the only request"
                _expect_left_as_raised(run, scope, body, exited, also)


@programs
def used_scopes_that_fail_alone(build: Builder) -> Block:
    """Draw a scope whose body raises after prior use in which nothing fails or is cancelled."""
    return maybe_nested(build, (Catch(scope_with_failing_body(build, UNDISTURBED)),))


@pytest.mark.haiway_prior_use
@clause("failures/body-alone")
@given(program=used_scopes_that_fail_alone())
def test_what_a_body_raises_leaves_as_it_is_after_prior_use(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check which earlier event is taken for a failure of the scope."""
    for run in explore(program, any_ending=True):
        body, exited = run.bodies.get("scope1"), run.exited("scope1")
        if body is None or exited is None:
            continue
        if run.premise(not run.trace.of(Did.FAILED)):
            expect(
                left_as_raised(run, "scope1"),
                f"the body of scope scope1 raised {described(body.error)}, and no task failed; but"
                f" the scope was exited {how(exited)}",
            )
