"""Mutants of `failures/cancelled-is-not-failed`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_cancelled_task_has_failed",
        symptom=(
            "a scope raises because a background task that is not needed any more was cancelled"
        ),
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong="        if failure is None:\n",
        clauses=("failures/cancelled-is-not-failed",),
        message=r"tasks t\d.* ended cancelled and none failed, .*raised \w*Group\[Cancelled",
    ),
    Mutant(
        name="who_awaits_the_cancelled_fails",
        symptom="one download is cancelled, and the whole batch too, since a task was awaiting it",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong="        if failure is None or (task.cancelled() and task.cancelling()):\n",
        clauses=("failures/cancelled-is-not-failed",),
        message=r"tasks .* ended cancelled and none failed",
    ),
)
