"""`scopes/resource-exit-fails`: a resource that fails to exit hides nothing and leaves no trace."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import (
    expect_no_trace_of_scope2,
    expect_tasks_ended_inside,
    how,
)
from haiway_conformance.suite.scopes.resource_programs import resources_that_fail_to_exit


@clause("scopes/resource-exit-fails")
@given(program=resources_that_fail_to_exit())
def test_a_failed_exit_leaves_no_trace_and_hides_nothing(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether one resource's error skips other steps of the exit."""
    for run in explore(program):
        exited = run.exited("scope2")
        if exited is None:
            continue
        failed_tasks = run.trace.of(Did.FAILED)
        run.premise(run.trace.first(Did.RESOURCE_EXITING, subject="failing"))
        expect_tasks_ended_inside(run, "scope2")
        body = run.exiting("scope2")
        surfaced = run.surfaced("scope2")
        expect(
            "error of exit" in surfaced,
            "a resource of scope2 could not be exited, but its error did not surface: the scope was"
            f" exited {how(exited)}",
        )
        for failed in failed_tasks:
            expect(
                failed.detail in surfaced or failed.task == "main",
                f"task {failed.task} failed with '{failed.detail}', but a resource's error hid it:"
                f" the scope was exited {how(exited)}",
            )
        if body is not None and body.detail == "error of body":
            expect(
                body.detail in run.surfaced("scope2", context=True),
                f"the body of scope2 raised '{body.detail}', but a resource's error hid it: the"
                f" scope was exited {how(exited)}",
            )
        expect_no_trace_of_scope2(run)
