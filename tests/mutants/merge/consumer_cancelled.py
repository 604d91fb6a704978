"""Mutants of `merge/consumer-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="generators_are_closed_while_they_run",
        symptom=(
            "asynchronous generator is already running, instead of its clean-up (aiostream "
            "issue 61)"
        ),
        module="streams",
        right="                self._give(await anext(iterator), None)\n",
        wrong=(
            "                async def step() -> Any:\n"
            "                    return await anext(iterator)\n"
            "\n"
            "                reading = asyncio.get_running_loop().create_task(step())\n"
            "                self._give(await asyncio.shield(reading), None)\n"
        ),
        clauses=("merge/consumer-cancelled", "merge/early-stop"),
        message=r"before source of s\d(\.\w)? had ended",
    ),
    Mutant(
        name="cancelled_consumers_leave_sources_open",
        symptom="each time-out leaves connections open",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if self._scope is not None:\n"
            "                    self._scope.forget_stream(self._tasks)\n"
            "                raise\n"
        ),
        clauses=("merge/consumer-cancelled",),
        message=r"was exited \(.*\) before source of s1(\.b)? had ended",
    ),
)
