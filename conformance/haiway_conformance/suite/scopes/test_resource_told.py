"""`scopes/resource-told`: the exit of a resource is told what leaves its scope.

Tried with every way a scope can be left: return, error, failed tasks, a request, a failed enter.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import Visit, tells_cancellation
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Reach,
    Resource,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.programs import busy_task, some_resources
from haiway_conformance.suite.scopes.resource_exits import (
    exits_after_all,
    failures_in,
    tells_of_a_cancellation,
    told_in_words,
)


@programs
def resources_that_are_told(build: Builder) -> Block:
    """Draw a scope with resources that is left by return or error, or whose tasks fail."""
    spawns = build.has("spawn")
    resources = some_resources(build, 1, 2)
    tasks = build.some(0, 1, lambda: busy_task(build, "scope1")) if spawns else ()
    rest: Block = (*tasks, *build.pauses(1))
    match build.number(0, 4 if spawns else 2):
        case 0:
            body = rest
        case 1:
            body = (*rest, Fail("error of body", build.one_of("exception", "falsy")))
        case 2:
            failing = Resource("failing", (*build.pauses(1), Fail("error of enter")))
            resources, body = (*resources, failing), ()
        case 3:
            body = (*rest, _failing_task(build), Wait(build.name("p"), "idle"))
        case _:
            body = (*rest, _failing_task(build), Wait(build.name("p"), "idle"), Fail("error2"))
    scope = Scope("scope1", body, resources=resources)
    if build.seldom():
        scope = Scope("scope0", (scope,), resources=some_resources(build, 1, 1))
    block: Block = (Catch((scope,)), *build.pauses(1))
    if build.seldom():
        # What is being handled around the scope is none of its business.
        block = (Catch((Fail("handled"),), then=block),)
    return (Start("runner", block),) if build.flag() else block


def _failing_task(build: Builder) -> Spawn:
    fail: Block = (Fail("error of task"),)
    if build.flag():
        return build.spawn((*build.pauses(1), *fail))
    return build.spawn((CleanUp((build.until_exit("scope1"),), (*build.pauses(1), *fail)),))


@clause("scopes/resource-told")
@given(program=resources_that_are_told())
def test_resources_are_told_what_leaves_the_scope(explore: Explorer, program: Program) -> None:
    """If this fails, check that `__aexit__` of a resource gets what the scope is about to raise."""
    for run in explore(program):
        for scope, visit, _ in exits_after_all(run):
            failures = _failures(run, scope)
            run.premise(True)  # noqa: FBT003 - a resource was exited
            if not failures:
                _expect_told_of_nothing(visit)
                continue
            _expect_told_an_exception(visit, scope, " and ".join(sorted(failures)))
            told = failures_in(visit.told)
            expect(
                told & failures,
                f"{visit.resource} of {scope} was told of {told_in_words(visit)} in its exit, when"
                f" {' and '.join(sorted(failures))} was about to leave the scope",
            )


def _failures(run: Run, scope: str) -> set[str]:
    """Return the failures with which a scope ends: of its body, its tasks, or entering."""
    failed = {
        each.detail for task in run.tasks_of(scope) for each in run.trace.of(Did.FAILED, task=task)
    }
    body = run.exiting(scope)
    if body is None:
        return {"error of enter"}
    inside = run.bodies.get(scope)
    if inside is not None:
        failed |= failures_in(inside.error)
    return failed


def _expect_told_of_nothing(visit: Visit) -> None:
    expect(
        visit.told is None and visit.kind is None,
        f"{visit.resource} was told of {told_in_words(visit)} in its exit, though its scope ended"
        " without a failure: it takes back what it should keep",
    )


def _expect_told_an_exception(visit: Visit, scope: str, leaving: str) -> None:
    expect(
        isinstance(visit.told, BaseException),
        f"{visit.resource} was told of {told_in_words(visit)} in its exit, when {leaving} was about"
        f" to leave {scope}: it keeps what it should take back",
    )
    expect(
        visit.kind is type(visit.told),
        f"{visit.resource} was told of {told_in_words(visit)} in its exit, with the type of another"
        " exception",
    )


@programs
def resources_of_cancelled_scopes(build: Builder) -> Block:
    """Draw a scope with resources that is cancelled in its body, or while its exit waits."""
    resources = some_resources(build, 1, 2)
    if build.has("spawn") and build.flag():
        # The task ends only when the request has long been delivered to the exit.
        last: Block = (Wait(build.name("p"), "idle", after="request made"), *build.pauses(1))
        body: Block = (build.spawn((CleanUp((build.for_ever(),), last),)), Wait("rest", "idle"))
        when = Wait("request", "idle", after="exit of scope1")
    else:
        body = (*build.pauses(1), build.for_ever())
        when = Wait("request", "idle", after="entered scope1")
    runner = Start("runner", (Scope("scope1", body, resources=resources),))
    return (runner, when, Cancel("runner"), Reach("request made"))


@clause("scopes/resource-told")
@given(program=resources_of_cancelled_scopes())
def test_resources_are_told_of_a_request(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a cancelled scope looks to its resources like a return."""
    for run in explore(program):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        for scope, visit, exiting in exits_after_all(run):
            if requested is None or exiting.number < requested.number:
                continue
            body = run.exiting(scope)
            # In the body, it has been delivered if the body was interrupted.
            if body and body.number > requested.number and not tells_cancellation(body.detail):
                continue
            run.premise(True)  # noqa: FBT003 - a request had arrived
            _expect_told_an_exception(visit, scope, "CancelledError")
            expect(
                tells_of_a_cancellation(visit),
                f"{visit.resource} was told of {told_in_words(visit)} in its exit, when"
                f" CancelledError was about to leave {scope}, and nothing had failed",
            )
