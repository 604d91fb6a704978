"""What several properties ask of the tasks of a scope."""

from typing import Final

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Outcome
from haiway_conformance.simulation import Did

__all__ = ("endless_tasks_were_cancelled", "named_result", "none_outlived", "tasks_ended_inside")

_RESULTS: Final[dict[Outcome, str]] = {
    "object": "result of {of}",
    "none": "None",
    "zero": "0",
    "false": "False",
    "empty": "()",
    "exception": "the exception object result of {of}",
    "awaitable": "result of {of}",
}


def named_result(outcome: Outcome, of: str) -> str:
    """What an event calls the object that a function returned.

    Args:
        outcome: What it is.
        of: The name of the task or handler call.
    """
    return _RESULTS[outcome].format(of=of)


def endless_tasks_were_cancelled(run: Run, scope: str) -> bool:
    """Demand that tasks which waited for what never comes saw CancelledError at that wait.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        Whether there was such a task.
    """
    exiting = run.exiting(scope)
    if exiting is None:
        return False
    met = False
    for task in run.tasks_of(scope):
        wait = run.waiting_at(task, exiting)
        if wait is None or not wait.subject.startswith("never"):
            continue
        met = True
        expect(
            run.trace.first(Did.INTERRUPTED, subject=wait.subject, task=task),
            f"the body of scope {scope} had ended ({exiting.detail}), but its task {task} was"
            f" never cancelled at its wait for {wait.subject}",
        )
    return met


def tasks_ended_inside(run: Run, scope: str) -> bool:
    """Demand that each task of a scope that began had ended when the scope's exit completed.

    Args:
        run: The run.
        scope: The scope.

    Returns:
        Whether a task had not ended when the exit began, so that there was something to wait for.
    """
    exiting, exited = run.exiting(scope), run.exited(scope)
    if exited is None:
        return False
    waited = False
    for task in run.tasks_of(scope):
        began, ended = run.began(task), run.ended(task)
        expect(
            began is None or began.number < exited.number,
            f"task {task} began after scope {scope}, in which it was spawned, had been exited",
        )
        expect(
            ended is not None and ended.number < exited.number,
            f"scope {scope} was exited ({exited.detail}) before its task {task} had ended"
            + ("" if ended else f"; {task} never ended at all"),
        )
        waited = waited or (
            exiting is not None and ended is not None and exiting.number < ended.number
        )
    return waited


def none_outlived(run: Run, outermost: str) -> None:
    """Demand that whatever was spawned had ended when the outermost scope was exited.

    It is asked where it is open which scope is current: while resources are entered and exited, and
    generators closed. So it is to the outermost, at the latest, that what is spawned may belong.

    Args:
        run: The run.
        outermost: The outermost scope.
    """
    exited = run.exited(outermost)
    for spawned in run.trace.of(Did.SPAWNING):
        began, ended = run.began(spawned.subject), run.ended(spawned.subject)
        expect(
            began is None
            or (ended is not None and exited is not None and ended.number < exited.number),
            f"task {spawned.subject}, spawned by {spawned.task}, outlived even {outermost}, the"
            " outermost",
        )
