"""Mutants of `scopes/foreign-exit-ends`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="exit_waits_for_the_task_that_entered",
        symptom="a test run hangs in a fixture that is torn down in another task",
        module="scope",
        right="        outcome = await self._end(self._tasks, exception)\n",
        wrong=(
            "        if self._tasks._host is not this_task():\n"
            "            import asyncio\n"
            "\n"
            "            await asyncio.wait([self._tasks._host])\n"
            "        outcome = await self._end(self._tasks, exception)\n"
        ),
        clauses=("scopes/foreign-exit-ends",),
        message=r"never ends",
    ),
    Mutant(
        name="exit_polls_until_it_is_in_its_own_task",
        symptom="a test run keeps a processor busy for ever",
        module="scope",
        right="        outcome = await self._end(self._tasks, exception)\n",
        wrong=(
            "        while self._tasks._host is not this_task():\n"
            "            import asyncio\n"
            "\n"
            "            await asyncio.sleep(0)\n"
            "        outcome = await self._end(self._tasks, exception)\n"
        ),
        clauses=("scopes/foreign-exit-ends",),
        message=r"never ends",
    ),
)
