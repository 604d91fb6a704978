"""`scopes/resource-exited-once`: what was entered is exited once, whichever way the scope goes."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import expect_entered_resources_exited_once
from haiway_conformance.suite.scopes.resource_programs import (
    resources_around_tasks,
    resources_cancelled_while_entering,
    resources_that_fail_to_enter,
    resources_that_fail_to_exit,
)


@clause("scopes/resource-exited-once")
@given(program=resources_around_tasks())
def test_each_resource_is_exited_once(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a way out of the scope passes by its resources, or repeats."""
    for run in explore(program):
        if run.premise(run.exited("scope1") and run.trace.first(Did.RESOURCE_ENTERED)):
            expect_entered_resources_exited_once(run)


@clause("scopes/resource-exited-once")
@given(program=resources_that_fail_to_enter())
def test_a_failed_enter_exits_what_was_entered(explore: Explorer, program: Program) -> None:
    """If this fails, check what exits the earlier resources: Python calls no `__aexit__` then."""
    for run in explore(program):
        if run.exited("scope2") and run.premise(run.trace.first(Did.RESOURCE_ENTERED)):
            expect_entered_resources_exited_once(run)


@clause("scopes/resource-exited-once")
@given(program=resources_cancelled_while_entering())
def test_a_cancelled_entry_exits_what_was_entered(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a cancelled entry exits the resources entered before."""
    for run in explore(program):
        if run.exited("scope1") and run.premise(run.trace.first(Did.RESOURCE_ENTERED)):
            expect_entered_resources_exited_once(run)


@clause("scopes/resource-exited-once")
@given(program=resources_that_fail_to_exit())
def test_a_failed_exit_skips_no_other(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the error of one exit ends the loop over all of them."""
    for run in explore(program):
        if run.exited("scope2") and run.premise(
            run.trace.first(Did.RESOURCE_EXITING, subject="failing")
        ):
            expect_entered_resources_exited_once(run)
