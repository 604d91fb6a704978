"""Mutants of `cancellation/one-task`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_cancelled_task_fails_its_scope",
        symptom="cancelling one download ends the whole batch",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong="        if failure is None:\n",
        clauses=("cancellation/one-task",),
        message=r"was cancelled at [\w ]+, .*victim1|scope \w+ was left by .*single tasks",
    ),
    Mutant(
        name="a_cancelled_task_takes_its_siblings_along",
        symptom="cancelling one of several mirrors of a download cancels the others too",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong=(
            "        if task.cancelled() and not self._closing:\n"
            "            for each in tuple(self._tasks.running):\n"
            "                each.cancel()\n"
            "        if failure is None or task.cancelled():\n"
        ),
        clauses=("cancellation/one-task",),
        message=r"was cancelled at [\w ]+, .*victim1",
    ),
)
