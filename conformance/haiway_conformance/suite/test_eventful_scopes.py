"""What a scope does at its end, whatever has happened in it: that is over, and changes nothing.

What fails here alone fails for a thing left behind by something that was used in the scope.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.interpreter import described
from haiway_conformance.programs.strategies import eventful_scopes as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.failed_tasks import all_surface, unhandled
from haiway_conformance.suite.outcomes import endless_tasks_were_cancelled, tasks_ended_inside
from haiway_conformance.suite.restored import owns_what_it_owned, sees_what_it_saw
from haiway_conformance.suite.runner import open_at, request_to_runner, stops

pytestmark = pytest.mark.needs("scope", "spawn")


def _endless_tasks_were_cancelled(run: Run) -> bool:
    """Demand that scope1, whatever else goes wrong, does not wait for what it has not cancelled."""
    if run.hung_in_exit and run.exiting("scope1") and not run.exited("scope1"):
        run.must_end()
    return endless_tasks_were_cancelled(run, "scope1")


@clause("scopes/exit-cancels-tasks")
@given(program=draw.eventful_scopes())
def test_exit_cancels_tasks_whatever_has_happened(explore: Explorer, program: Program) -> None:
    """If this fails: what in the program keeps the exit from cancelling? It is over by then."""
    for run in explore(program, any_ending=True, about_exit=True):
        run.premise(_endless_tasks_were_cancelled(run))


@clause("scopes/exit-awaits-tasks")
@given(program=draw.eventful_scopes_with_busy_tasks())
def test_exit_awaits_tasks_whatever_has_happened(explore: Explorer, program: Program) -> None:
    """If this fails: what in the program makes the exit forget a task? It is over by then."""
    for run in explore(program, any_ending=True):
        run.premise(tasks_ended_inside(run, "scope1"))


@clause("scopes/error-cancels-tasks")
@given(program=draw.eventful_scopes_that_fail())
def test_an_error_cancels_and_awaits_tasks_whatever_has_happened(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what did the body raise, and what has happened before?"""
    for run in explore(program, any_ending=True, about_exit=True):
        run.premise(_endless_tasks_were_cancelled(run))
        tasks_ended_inside(run, "scope1")


@clause("scopes/nesting-restores")
@given(program=draw.eventful_scopes_within())
def test_the_outer_scope_is_current_again_whatever_has_happened(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what in the program puts back, or takes away, something of the inner scope?"""
    for run in explore(program, any_ending=True):
        if run.premise(run.exited("scope2") and run.trace.first(Did.SPAWNING, subject="after1")):
            sees_what_it_saw(run, "scope1", "scope2")
            owns_what_it_owned(run, "scope1", "before1", "after1")


@clause("failures/surfaces")
@given(program=draw.eventful_scopes_whose_tasks_fail())
def test_failures_surface_whatever_has_happened(explore: Explorer, program: Program) -> None:
    """If this fails: what in the program makes the exit take the failure for handled?"""
    for run in explore(program, any_ending=True):
        run.premise(all_surface(run, "scope1", unhandled(run, "scope1")))


@clause("failures/body-alone")
@given(program=draw.eventful_scopes_that_fail_alone())
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


@clause("cancellation/downward")
@given(program=draw.eventful_scopes_asked_to_stop())
def test_a_request_ends_everything_whatever_has_happened(
    explore: Explorer, program: Program
) -> None:
    """If this fails: what in the program keeps the request from going down, or from going on?"""
    for run in explore(program, any_ending=True, about_exit=True):
        exiting, exited = run.exiting("scope1"), run.exited("scope1")
        if exiting is None or not exiting.detail.startswith("CancelledError"):
            continue
        run.premise(_endless_tasks_were_cancelled(run))
        tasks_ended_inside(run, "scope1")
        expect(
            exited is None or exited.detail.startswith("CancelledError"),
            "the body of scope scope1 was cancelled, and the scope was exited"
            f" {exited.detail if exited else ''}",
        )


@clause("cancellation/not-swallowed")
@given(program=draw.eventful_scopes_asked_to_stop())
def test_no_request_is_swallowed_whatever_has_happened(explore: Explorer, program: Program) -> None:
    """If this fails: what in the program makes the exit take the request for its own?"""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run, by="main")  # it may have asked itself, and caught that
        run.premise(request is not None and open_at(run, request))
        stops(run, request)
