"""Mutants of `cancellation/awaiting-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_cancelled_task_gives_nothing",
        symptom="a cancelled task seems to have returned None",
        module="tasks",
        right=("        return self._add(context.copy().run(loop.create_task, coroutine), on_end)"),
        wrong=(
            "        async def quiet(given: Any = coroutine) -> Any:\n"
            "            try:\n"
            "                return await given\n"
            "            except CancelledError:\n"
            "                return None\n"
            "\n"
            "        return self._add(context.copy().run(loop.create_task, quiet()), on_end)"
        ),
        clauses=("cancellation/awaiting-cancelled",),
        message=r"awaited task victim, .*: None",
    ),
    Mutant(
        name="a_cancelled_task_asks_the_body",
        symptom="a task that awaits a cancelled task is cancelled itself",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong=(
            "        if failure is not None and task.cancelled() and self._host is not None:\n"
            "            self._host.cancel()\n"
            "        if failure is None or task.cancelled():\n"
        ),
        clauses=("cancellation/awaiting-cancelled",),
        message=(
            r"awaited .*victim, was itself cancelled at|awaiting .*victim, `cancelling\(\)` of"
            r" \w+ was 1"
        ),
    ),
)
