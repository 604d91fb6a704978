"""Mutants of `guide/spawn-and-gather`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_run_one_after_the_other",
        symptom="a program that waits for its tasks to meet waits for ever",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        async def in_turn(before: Any, given: Any) -> Any:\n"
            "            if before:\n"
            "                await asyncio.wait(before)\n"
            "            return await given\n"
            "\n"
            "        before = list(self._tasks.running)\n"
            "        return self._tasks.start(in_turn(before, coroutine), context, self._ended)\n"
        ),
        clauses=("guide/spawn-and-gather",),
        message=r"never ends.*suspended in: .*Event\.wait",
    ),
)
