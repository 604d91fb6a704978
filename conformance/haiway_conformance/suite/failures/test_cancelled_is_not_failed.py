"""Properties of `failures/cancelled-is-not-failed`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Cancel, Fail, Scope
from haiway_conformance.simulation import Did, Event


@programs
def tasks_that_end_cancelled(build: Builder) -> Block:
    """Scopes, nested or not, whose tasks end cancelled, for whatever reason; nothing fails."""

    def task(scope: str) -> Block:
        busy = build.spawn(build.busy_until_exit(scope))
        match build.number(0, 5):
            case 0:
                return (busy,)
            case 1:
                return (busy, *build.pauses(1), Cancel(busy.task))
            case 2:
                # The awaiter of a cancelled task is cancelled as well.
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
    """If this fails: is the CancelledError of a task taken for a failure, or for a request?"""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            exiting, exited = run.exiting(scope), run.exited(scope)
            if exiting is None or exited is None:
                continue
            stopped = [
                task for task in run.tasks_of(scope) if run.trace.first(Did.STOPPED, subject=task)
            ]
            # Scopes of tasks may be left by the cancellation of these tasks.
            if run.premise(stopped and exited.task == "main"):
                expect(
                    exited.detail == "normally",
                    f"of scope {scope}, whose body {_how_it_ended(exiting)}, tasks"
                    f" {', '.join(stopped)} ended cancelled and none failed; but the scope raised:"
                    f" {exited.detail}",
                )


def _how_it_ended(exiting: Event) -> str:
    if exiting.detail == "normally":
        return "had ended normally"
    return f"nobody had asked to stop (it was ended by {exiting.detail})"
