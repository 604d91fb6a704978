"""`failures/body-alone`: where no task failed, what the body raised leaves the scope unchanged.

It is the same object, with its `__cause__`. Tried with bodies that raise exceptions of every kind;
where the task is cancelled too, neither the exception nor the cancellation may be lost.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.judgement.run import surfacing
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import UNDISTURBED
from haiway_conformance.programs.drawing.used_scopes import maybe_nested, scope_with_failing_body
from haiway_conformance.programs.execution import Caused, Failure, described, tells_cancellation
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
from haiway_conformance.suite.failures.checks import left_as_raised
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
            situation = (
                f"the body of scope {scope} raised {described(body.error)}, and no task failed"
            )
            left = run.raised.get(scope)
            expect(
                left_as_raised(run, scope),
                f"{situation}; but the scope was exited {how(exited)}"
                + ("" if left is None or described(left) != described(body.error) else ", a copy"),
            )
            _expect_cause_untouched(body, situation)


def _expect_cause_untouched(body: Caused, situation: str) -> None:
    now = body.error.__cause__
    expect(
        now is body.cause,
        f"{situation}; when that left the scope, its `__cause__` was {_text(now)} instead of"
        f" {_text(body.cause)}",
    )


def _text(error: BaseException | None) -> str:
    return "None" if error is None else described(error)


@programs
def bodies_that_fail_and_are_cancelled(build: Builder) -> Block:
    """Draw a scope whose body raises, in a task that is cancelled before the exit completes."""
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
@given(program=bodies_that_fail_and_are_cancelled())
def test_what_a_body_raises_and_a_request_are_both_kept(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the body's exception and a cancellation replace each other."""
    for run in explore(program, any_ending=True):
        run.must_end()
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        for scope in run.scopes:
            body, exited = run.bodies.get(scope), run.exited(scope)
            if body is None or not isinstance(body.error, Failure) or exited is None:
                continue
            if requested and run.premise(requested.number < exited.number):
                _expect_both_kept(run, scope, body.error, exited.number)


def _expect_both_kept(run: Run, scope: str, error: Failure, exited: int) -> None:
    left = run.raised.get(scope)
    situation = (
        f"the body of scope {scope} raised {error.name}, and its task was cancelled before the exit"
        f" completed; what left the scope was {_text(left)}"
    )
    if left is error:
        chain = any(tells_cancellation(described(each)) for each in surfacing(left, context=True))
        pending = [each for each in run.seen("cancelling()", task="runner") if each != "0"]
        interrupted = [
            each
            for each in run.trace.of(Did.INTERRUPTED, Did.STOPPED, task="runner")
            if each.number > exited
        ]
        expect(
            chain or pending or interrupted,
            f"{situation}, but the cancellation is neither in its chain nor still pending",
        )
    else:
        expect(tells_cancellation(_text(left)), f"{situation}, which is neither of the two")
        expect(
            error.name in run.surfaced(scope, context=True),
            f"{situation}, but {error.name} is not in its chain",
        )


@programs
def used_scopes_that_fail_alone(build: Builder) -> Block:
    """Draw a scope whose body raises after prior use in which nothing fails or is cancelled."""
    return maybe_nested(build, (Catch(scope_with_failing_body(build, UNDISTURBED)),))


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
