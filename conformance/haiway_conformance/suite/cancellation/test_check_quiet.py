"""`cancellation/check-quiet`: `check_cancellation()` raises in no task that nobody has cancelled.

Tried beside tasks that are cancelled, while a scope exits, and while exceptions are handled.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Join,
    Resource,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import expect_checks_are_quiet
from haiway_conformance.suite.cancellation.programs import PROBE, checking


@clause("cancellation/check-quiet")
@given(program=checking())
def test_check_is_quiet_beside_cancelled_tasks(explore: Explorer, program: Program) -> None:
    """If this fails, check whether it consults the scope, or another task than the current one."""
    for run in explore(program):
        quiet = expect_checks_are_quiet(run)
        run.premise(quiet and run.trace.of(Did.REQUESTS, Did.EXITING))


@programs
def checking_as_a_scope_is_left(build: Builder) -> Block:
    """Draw a scope that exits while a resource checks, and after it a task never cancelled."""
    probes: Block = (*PROBE, *build.pauses(1), *PROBE)
    other = Start("other", (Wait("later", after="exit of scope0"), *probes))
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope0")))
    resource = Resource("resource1", exit=probes)
    scope = Scope("scope0", (other, *busy, *build.pauses(1)), resources=(resource,))
    return (scope, *PROBE, Join("other"))


@clause("cancellation/check-quiet")
@given(program=checking_as_a_scope_is_left())
def test_check_is_quiet_when_only_the_scope_ends(explore: Explorer, program: Program) -> None:
    """If this fails, check whether it consults the scope, which is exiting, instead of the task."""
    for run in explore(program):
        expect_checks_are_quiet(run)
        run.premise(run.trace.of(Did.SAW, task="other"))


@programs
def checking_while_exceptions_are_handled(build: Builder) -> Block:
    """Draw a task that checks while it handles an exception, of its own or of what it awaits."""
    probes: Block = (*PROBE, *build.pauses(1), *PROBE)
    if build.flag():
        work: Block = (Fail("error"),)
        handled: Block = (Catch((CleanUp(work, probes),)),)
    else:  # what it awaits has been cancelled, which raises CancelledError here, too
        other = Start("other", (build.for_ever(),))
        begun = Wait("begun", after="other began")
        work = (other, begun, Cancel("other"), Await("other"))
        handled = (Catch((CleanUp(work, probes),), "cancellation"),)
    block = (*PROBE, *handled, *PROBE)
    if build.flag():
        task = build.spawn(block)
        return (build.scope((task, Await(task.task))),)
    return (build.scope(block),) if build.flag() else block


@clause("cancellation/check-quiet")
@given(program=checking_while_exceptions_are_handled())
def test_check_is_quiet_while_an_exception_is_handled(explore: Explorer, program: Program) -> None:
    """If this fails, check whether it looks at the exception that is being handled."""
    for run in explore(program):
        quiet = expect_checks_are_quiet(run)
        run.premise(quiet and run.trace.of(Did.CLEANS_UP))
