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
        name="handles_are_shielded",
        symptom="a cancelled download goes on in the background",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        return asyncio.shield(self._tasks.start(coroutine, context, self._ended))\n"
        ),
        clauses=("cancellation/one-task",),
        message=r"victim\d .*never\d.* not been cancelled",
    ),
)
