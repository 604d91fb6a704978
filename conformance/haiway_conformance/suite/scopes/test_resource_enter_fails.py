"""`scopes/resource-enter-fails`: a scope whose resource cannot be entered leaves no trace.

Entering raises, is cancelled, or yields an iterable that raises.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import (
    expect_failures_of_resource_tasks_surface,
    expect_no_task_outlives_scope1,
    expect_no_trace_of_scope2,
    how,
)
from haiway_conformance.suite.scopes.resource_programs import (
    resources_cancelled_while_entering,
    resources_out_of_time,
    resources_that_fail_to_enter,
)


@clause("scopes/resource-enter-fails")
@given(program=resources_that_fail_to_enter())
def test_a_failed_enter_leaves_no_trace(explore: Explorer, program: Program) -> None:
    """If this fails, check what undoes the earlier steps: Python calls no `__aexit__` then."""
    for run in explore(program):
        failed = run.exited("scope2")
        if failed is None:
            continue
        run.premise(run.trace.of(Did.RESOURCE_ENTERED))
        expect(
            not run.trace.first(Did.ENTERED, subject="scope2"),
            "the body of scope2 ran although one of its resources could not be entered",
        )
        expect(
            "error of enter" in run.surfaced("scope2", context=True),
            "a resource of scope2 could not be entered, but its error did not leave the scope:"
            f" it was exited {how(failed)}",
        )
        expect_failures_of_resource_tasks_surface(run)
        expect_no_trace_of_scope2(run)
        expect_no_task_outlives_scope1(run)


@clause("scopes/resource-enter-fails")
@given(program=resources_out_of_time())
def test_a_cancelled_entry_leaves_no_trace(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a CancelledError, too, makes the outer scope current again."""
    for run in explore(program):
        if run.premise(run.exited("scope2") and run.trace.first(Did.RESOURCE_ENTERING)):
            expect_no_trace_of_scope2(run)


@clause("scopes/resource-enter-fails")
@given(program=resources_cancelled_while_entering())
def test_a_cancelled_entry_ends_cancelled(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a cancelled entry is taken for one that has failed."""
    for run in explore(program):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exited = run.exited("scope1")
        if requested is None or exited is None:
            continue
        run.premise(run.trace.first(Did.RESOURCE_ENTERED))
        expect(
            tells_cancellation(exited.detail),
            "the task that entered scope1 was cancelled while it waited for a resource, but the"
            f" scope was exited {how(exited)}",
        )
