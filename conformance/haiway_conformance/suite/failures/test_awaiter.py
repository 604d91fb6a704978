"""`failures/awaiter`: code that awaits a failed task gets its exception, or is cancelled.

Tried with awaiters in the body, in siblings and outside the scope. `failures/awaiter-caught` is
recorded.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    CleanUp,
    Fail,
    Join,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did


@programs
def awaited_failures(build: Builder) -> Block:
    """Draw a failing task that body, siblings and others await, while it runs and afterwards."""
    at_exit = build.seldom()
    work = (*build.pauses(1), build.until_exit("scope1")) if at_exit else build.pauses()
    fail = a_failure(build)
    if at_exit or build.seldom():
        failing = build.spawn((CleanUp(work, (*build.pauses(1), fail)),))
    else:
        failing = build.spawn((*work, fail))
    name = failing.task

    def wait() -> Await:
        # Other ways of waiting need more of the handle: `tasks/handle` tries those.
        return Await(name, build.one_of("await", "gather"))

    body: Block = (failing,)
    joins: Block = ()
    for _ in range(build.number(1, 3)):
        waits: Block = (*build.pauses(1), Catch((wait(),)), *([wait()] if build.seldom() else []))
        # A task that ends only after the body cannot be awaited in the body.
        match build.number(0, 1 if at_exit else 2):
            case 0:
                body = (*body, build.spawn(waits))
            case 1:
                other = build.name("other")
                body = (*body, Start(other, waits))
                joins = (*joins, Join(other))
            case _:
                body = (*body, *waits)
    scope = Scope("scope1", (*body, Wait("rest", "idle"), *build.pauses(1)))
    afterwards = Catch((Catch((Await(name),)),), "cancellation")
    return (Catch((scope,)), afterwards, *joins)


@clause("failures/awaiter")
@given(program=awaited_failures())
def test_an_awaiter_of_a_failed_task_gets_its_exception(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the awaiter gets None, or a wrapped or copied exception."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for failed in run.trace.of(Did.FAILED):
            for got in run.trace.of(Did.GOT, subject=failed.subject):
                if not run.premise(failed.subject in run.tasks_of("scope1")):
                    continue
                exited = run.exited("scope1")
                # The failing scope cancels what is inside it; outside, nothing is cancelled.
                outside = got.task.startswith("other") or (exited and got.number > exited.number)
                allowed = got.detail == f"raised {failed.detail}" or (
                    not outside and tells_cancellation(got.detail)
                )
                expect(
                    allowed,
                    f"task {failed.subject} failed with {failed.detail}, but {got.task}, which"
                    f" awaited it, {'got' if 'raised' in got.detail else 'got the value'}:"
                    f" {got.detail}",
                )


@programs
def caught_when_awaited(build: Builder) -> Block:
    """Draw a task that fails, and an awaiter that catches the failure."""
    failing = build.spawn((build.suspension(), Fail("error")))
    caught: Block = (Catch((Await(failing.task),)),)
    rest: Block = (Wait("rest", "idle"),)
    waits: Block
    if build.flag():
        waits = (Start("other", caught), *rest)
    else:
        # When the task fails, the body may be cancelled before it awaits the failure.
        waits = (Catch(rest, "cancellation"), *caught)
    return (Catch((Scope("scope1", (failing, *waits, *build.pauses(1))),)),)


@clause("failures/awaiter-caught")
@given(program=caught_when_awaited())
def test_whether_a_failure_caught_by_an_awaiter_still_fails_the_scope(
    explore: Explorer, program: Program
) -> None:
    """Record whether an exception that an awaiter caught still fails the scope."""
    for run in explore(program, any_ending=True):
        exited = run.exited("scope1")
        if exited and run.trace.first(Did.CAUGHT, subject="error"):
            fails = "error" in run.surfaced("scope1")
            explore.observe("it fails the scope" if fails else "it counts as dealt with")
