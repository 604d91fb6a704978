"""Mutants of `tasks/concurrent`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_run_one_after_the_other",
        symptom="two tasks that wait for each other wait for ever",
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
        clauses=("tasks/concurrent",),
        message=r"never ends.*barrier|of \d+ tasks that meet",
    ),
    Mutant(
        name="fifty_tasks_run_at_once",
        symptom="with many tasks that wait for each other, some never begin",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        async def limited(places: Any, given: Any) -> Any:\n"
            "            async with places:\n"
            "                return await given\n"
            "\n"
            "        places = self.__dict__.setdefault('_places', asyncio.Semaphore(50))\n"
            "        return self._tasks.start(limited(places, coroutine), context, self._ended)\n"
        ),
        clauses=("tasks/concurrent",),
        message=r"never ends.*barrier|of \d+ tasks that meet",
    ),
)
