"""Known defects of aiostream, as an implementation would have them."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "cancelled_consumers_forget_the_tasks_of_a_merge",
        "Task was destroyed but it is pending, after a time-out in a loop (aiostream issue 7)",
        "streams",
        "            await self._given.wait()\n",
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                if self._scope is not None:\n"
        "                    self._scope.forget_stream(self._tasks)\n"
        "                raise\n",
        "hygiene/no-orphans",
        r"when the outermost scope had been exited, there was still alive: ",
        beside="merge/consumer-cancelled",
    ),
    Mutant(
        "generators_are_closed_while_they_run",
        "asynchronous generator is already running, instead of its clean-up (aiostream issue 61)",
        "streams",
        "                self._give(await anext(iterator), None)\n",
        "                async def step() -> Any:\n"
        "                    return await anext(iterator)\n\n"
        "                reading = asyncio.get_running_loop().create_task(step())\n"
        "                self._give(await asyncio.shield(reading), None)\n",
        "merge/consumer-cancelled",
        r"before source of s\d(\.\w)? had ended and cleaned up",
        ("merge/early-stop",),
    ),
    Mutant(
        "closing_a_merge_raises_what_it_cancelled",
        "leaving a merged stream early is an error (aiostream issue 65)",
        "streams",
        "        self._stop()\n        cancelled = await self._tasks.wait()\n        try:\n",
        "        running = len(self._tasks.running)\n"
        "        self._stop()\n"
        "        cancelled = await self._tasks.wait()\n"
        "        if running:\n"
        "            cancelled = asyncio.CancelledError()\n"
        "        try:\n",
        "merge/aclose",
        r"`aclose\(\)` of stream s1 never returned",
    ),
)
