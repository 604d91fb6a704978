"""Mutants of `guide/cancel-after-a-time`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_cancelled_task_fails_its_scope",
        symptom="stopping one task stops everything",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong="        if failure is None:\n",
        clauses=("guide/cancel-after-a-time",),
        message=r"program raised .*CancelledError|the ends of the tasks",
    ),
    Mutant(
        name="cancel_asks_nobody",
        symptom="a task that cancels itself goes on",
        module="context",
        right="        this_task().cancel()\n",
        wrong="",
        clauses=("guide/cancel-after-a-time",),
        message=r"called cancel\(\) .*next await",
    ),
)
