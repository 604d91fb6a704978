"""Properties of `failures/body-alone`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.judgement.run import surfacing
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import UNASKED
from haiway_conformance.programs.drawing.used_scopes import failing_body, in_used_scopes
from haiway_conformance.programs.interpreter import Caused, Failure, described
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    CountRequests,
    Fail,
    Failing,
    Operation,
    Resource,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.failures.programs import busy_tasks

# An exit of the interpreter from main itself is an exception like others until it leaves main.
OF_MAIN: tuple[Failing, ...] = ("exception", "falsy", "base", "group", "interrupt", "exit")


OF_ANOTHER: tuple[Failing, ...] = ("cancelled", "stop", "twin", "lookup", "timeout", "group")


def _failing_alone(build: Builder, kinds: tuple[Failing, ...], depth: int) -> Block:
    fail = Fail(build.name("error"), build.one_of(*kinds), build.one_of("", "cause"))
    body: Block = (*build.pauses(), fail)
    if build.seldom():
        body = (CleanUp(body, build.pauses(1)),)
    for _ in range(build.number(1, depth)):
        name = build.name("scope")

        def task(name: str = name) -> Operation:
            cancelled: Block = (Fail(build.name("end"), "cancelled"),) if build.seldom() else ()
            return build.spawn((*build.busy_until_exit(name), *cancelled))

        def resource() -> Resource:
            return Resource(build.name("resource"), build.pauses(1), build.pauses(1))

        tasks = build.some(0, depth - 1, task)
        resources = (resource(),) if build.seldom() else ()
        body = (Scope(name, (*tasks, *body), resources=resources),)
    # A CancelledError that left main would be taken for the end of the run.
    return (Catch(body, "cancellation"),)


@programs
def bodies_that_fail_alone(build: Builder) -> Block:
    """Scopes, nested or not, of which a body raises while no task fails and nobody interferes.

    There are some in main, and some in another task beside it.
    """
    other: Block = _failing_alone(build, OF_ANOTHER, 2)
    if build.seldom():
        return other if build.flag() else (Start("other", other),)
    return (Start("other", other), *_failing_alone(build, OF_MAIN, 3))


@clause("failures/body-alone")
@given(program=bodies_that_fail_alone())
def test_what_a_body_raises_leaves_as_it_is(explore: Explorer, program: Program) -> None:
    """If this fails: is the body's exception put into a group, or raised anew from another?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            body, exited = run.bodies.get(scope), run.exited(scope)
            failed = any(run.trace.of(Did.FAILED, subject=task) for task in run.tasks_of(scope))
            if body is None or exited is None or not run.premise(not failed):
                continue
            story = f"the body of scope {scope} raised {described(body.error)}, and no task failed"
            left = run.raised.get(scope)
            expect(
                left is body.error,
                f"{story}; but the scope was exited {exited.detail}"
                + ("" if left is None or described(left) != described(body.error) else ", a copy"),
            )
            _cause_is_untouched(body, story)


def _cause_is_untouched(body: Caused, story: str) -> None:
    now = body.error.__cause__
    expect(
        now is body.cause,
        f"{story}; when it left the scope, its `__cause__` was {_text(now)}, before"
        f" {_text(body.cause)}",
    )


def _text(error: BaseException | None) -> str:
    return "None" if error is None else described(error)


@programs
def bodies_that_fail_when_asked_to_stop(build: Builder) -> Block:
    """A scope whose body raises, in a task that is asked to stop before its exit is complete."""
    fail = a_failure(build)
    cause = Fail(fail.error, fail.kind, build.one_of("", "cause"))
    match build.number(0, 2):
        case 0:
            body: Block = (*build.pauses(), cause)
        case 1:
            body = (CleanUp((*build.pauses(1), Wait("rest", "idle")), (cause,)),)
        case _:
            body = (Catch((Wait("rest", "idle"),), "cancellation"), *build.pauses(1), cause)
    slow = (CleanUp((build.until_exit("scope1"),), build.pauses(2, least=1)),)
    tasks = build.some(0, 2, lambda: build.spawn(slow))
    scope: Block = (Scope("scope1", (*tasks, *body)),)
    if build.seldom():
        scope = (Scope("around", (*busy_tasks(build, "around"), *scope)),)
    runner = Start("runner", (CleanUp(scope, (CountRequests(),)), Wait("afterwards", "idle")))
    after = build.one_of("entered scope1", "exit of scope1")
    return (runner, Wait("request", "any", after=after), *build.pauses(1), Cancel("runner"))


@clause("failures/body-alone")
@given(program=bodies_that_fail_when_asked_to_stop())
def test_what_a_body_raises_and_a_request_are_both_kept(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does one of an exception and a request to cancel replace the other?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        for scope in run.scopes:
            body, exited = run.bodies.get(scope), run.exited(scope)
            if body is None or not isinstance(body.error, Failure) or exited is None:
                continue
            if requested and run.premise(requested.number < exited.number):
                _both_are_kept(run, scope, body.error, exited.number)


def _both_are_kept(run: Run, scope: str, error: Failure, exited: int) -> None:
    left = run.raised.get(scope)
    story = (
        f"the body of scope {scope} raised {error.name}, and its task was asked to stop before the"
        f" exit was complete; what left the scope was {_text(left)}"
    )
    if left is error:
        chain = any(described(each) == "CancelledError" for each in surfacing(left, context=True))
        pending = [each for each in run.seen("cancelling()", task="runner") if each != "0"]
        interrupted = [
            each
            for each in run.trace.of(Did.INTERRUPTED, Did.STOPPED, task="runner")
            if each.number > exited
        ]
        expect(
            chain or pending or interrupted,
            f"{story}, and the request is neither in its chain nor pending any more",
        )
    else:
        expect(_text(left) == "CancelledError", f"{story}: neither of the two")
        expect(
            error.name in run.surfaced(scope, context=True),
            f"{story}, and {error.name} is not in its chain",
        )


@programs
def eventful_scopes_that_fail_alone(build: Builder) -> Block:
    """The same, and nothing else fails, nor is anybody asked to stop."""
    return in_used_scopes(build, (Catch(failing_body(build, UNASKED)),))


@pytest.mark.needs("scope", "spawn")
@clause("failures/body-alone")
@given(program=eventful_scopes_that_fail_alone())
def test_what_a_body_raises_leaves_as_it_is_whatever_has_happened(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what in the program is taken for a failure of the scope?"""
    for run in explore(program, any_ending=True):
        body, exited = run.bodies.get("scope1"), run.exited("scope1")
        if body is None or exited is None:
            continue
        if run.premise(not run.trace.of(Did.FAILED)):
            expect(
                run.raised.get("scope1") is body.error,
                f"the body of scope scope1 raised {described(body.error)}, and no task failed; but"
                f" the scope was exited {exited.detail}",
            )
