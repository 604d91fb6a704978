"""`failures/cancelled-is-not-failed`: a task that ends cancelled does not make its scope raise.

Tried with tasks that are cancelled by user code, by themselves, by others or by exit.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import Await, Block, Cancel, Fail, Scope
from haiway_conformance.simulated_loop import Did, Event


@programs
def tasks_that_end_cancelled(build: Builder) -> Block:
    """Draw scopes, nested or not, whose tasks end cancelled, for any reason; nothing fails."""

    def task(scope: str) -> Block:
        busy = build.spawn(build.busy_until_exit(scope))
        match build.number(0, 5):
            case 0:
                return (busy,)
            case 1:
                return (busy, *build.pauses(1), Cancel(busy.task))
            case 2:
                # The awaiter of a cancelled task ends cancelled as well.
                awaiter = build.spawn((Await(busy.task),))
                return (busy, awaiter, *build.pauses(1), Cancel(busy.task))
            case 3:
                return (build.spawn((*build.pauses(1), Fail(build.name("end"), "cancelled"))),)
            case 4:
                return (busy, build.spawn((*build.pauses(1), Cancel(busy.task))))
            case _:
                inner = f"inner of {busy.task}"
                child = build.spawn(build.busy_until_exit(inner))
                scope_ = Scope(inner, (child, build.until_exit(scope)))
                runner = build.spawn((scope_,))
                return (runner, *build.pauses(1), Cancel(runner.task))

    body: Block = ()
    for level in range(build.number(1, 2), 0, -1):
        name = f"scope{level}"
        parts = [task(name) for _ in range(build.number(1, 3))]
        tasks = tuple(each for part in parts for each in part)
        body = (Scope(name, (*tasks, *body, *build.pauses())),)
    return body


@clause("failures/cancelled-is-not-failed")
@given(program=tasks_that_end_cancelled())
def test_a_cancelled_task_does_not_make_its_scope_raise(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the CancelledError of a task is treated as a failure."""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            exiting, exited = run.exiting(scope), run.exited(scope)
            if exiting is None or exited is None:
                continue
            cancelled = [
                task for task in run.tasks_of(scope) if run.trace.first(Did.STOPPED, subject=task)
            ]
            # If the awaiter of a cancelled task is given another error, it fails with that, and
            # the scopes around it fail: `cancellation/awaiting-cancelled` is violated then.
            failed = any(
                each.number < exited.number and run.trace.first(Did.SPAWNING, subject=each.subject)
                for each in run.trace.of(Did.FAILED)
            )
            if _is_cancelled_from_around(run, exited):
                continue
            # A scope that a task runs may be left by the cancellation of that task.
            if run.premise(cancelled and not failed and exited.task == "main"):
                expect(
                    exited.detail == "normally",
                    f"the body of scope {scope} {_body_outcome(exiting)}, its tasks"
                    f" {', '.join(cancelled)} ended cancelled and none failed, but the scope raised"
                    f" {exited.detail}",
                )


def _is_cancelled_from_around(run: Run, exited: Event) -> bool:
    """Return whether a CancelledError leaves a scope that a scope around it may have cancelled.

    A scope that cancels its body because one of its tasks ended cancelled violates
    `cancellation/not-invented`. A scope in that body is then left as it should be.
    """
    if not tells_cancellation(exited.detail):
        return False
    gone = {each.subject for each in run.trace.of(Did.EXITED) if each.number <= exited.number}
    tasks = {task for scope in run.scopes if scope not in gone for task in run.tasks_of(scope)}
    return any(
        each.subject in tasks and each.number < exited.number for each in run.trace.of(Did.STOPPED)
    )


def _body_outcome(exiting: Event) -> str:
    if exiting.detail == "normally":
        return "had ended normally"
    return f"was not cancelled (it had ended with {exiting.detail})"
