"""Mutants of `guide/chunks`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_helper_returns_with_the_last_call_begun",
        symptom="a load is begun before the one before it is done",
        module="calls",
        right="        cancelled = await self._tasks.wait()\n",
        wrong=(
            "        cancelled = None\n"
            "        while any(each.get_coro().__name__ == '_read' for each in "
            "self._tasks.running):\n"
            "            await self._tasks.one_ended()\n"
        ),
        clauses=("guide/chunks",),
        message=r"in loads of 4 plates: \d was begun before \[.*\] were done",
    ),
)
