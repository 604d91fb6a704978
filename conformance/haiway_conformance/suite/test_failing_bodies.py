"""Failures of bodies: what leaves a scope when its body raises, alone or together with tasks."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.judgement.run import surfacing
from haiway_conformance.programs import Program
from haiway_conformance.programs.interpreter import Caused, Failure, described
from haiway_conformance.programs.strategies import failing_bodies as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.failed_tasks import all_surface, named, unhandled


@clause("failures/body-alone")
@given(program=draw.bodies_that_fail_alone())
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


@clause("failures/body-alone")
@given(program=draw.bodies_that_fail_when_asked_to_stop())
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


@clause("failures/body-and-task")
@given(program=draw.failing_with_the_body())
def test_failures_of_body_and_tasks_both_surface(explore: Explorer, program: Program) -> None:
    """If this fails: does one of the body's exception and a task's replace the other?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        _body_and_tasks_surface(run)


@clause("failures/body-and-task")
@given(program=draw.bodies_that_await_failures())
def test_what_a_body_got_from_a_task_surfaces_with_the_rest(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a failure count as dealt with, though who awaited it let it go on?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        _body_and_tasks_surface(run)


@clause("failures/surfaces")
@given(program=draw.bodies_that_await_failures())
def test_failures_surface_that_an_awaiter_was_not_told_of(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a failure count as handled because somebody was waiting for it?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(all_surface(run, "scope1", unhandled(run, "scope1")))


def _body_and_tasks_surface(run: Run) -> None:
    for scope in run.scopes:
        body, exited, failures = run.bodies.get(scope), run.exited(scope), unhandled(run, scope)
        if body is None or exited is None or not (names := named(described(body.error))):
            continue
        # Where none failed, a request may take the place of what the body raised: body-alone.
        if not run.premise(any(run.trace.of(Did.FAILED, subject=t) for t in run.tasks_of(scope))):
            continue
        left = run.surfaced(scope, context=not failures)
        surfaced = {found for name in left for found in named(name)}
        expect(
            names <= surfaced,
            f"the body of scope {scope} raised {described(body.error)}, and tasks failed with"
            f" {', '.join(failures) or 'what it had got from them'}, but what the body raised did"
            f" not surface: the scope was exited {exited.detail}",
        )
        all_surface(run, scope, failures)
