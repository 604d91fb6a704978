"""Mutants of `streams/bounded`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="generators_never_wait",
        symptom="memory fills up when the consumer is slow",
        module="streams",
        right="                await self._wanted.wait()\n",
        wrong="                await asyncio.sleep(0)\n",
        clauses=("streams/bounded",),
        message=r"taken \d items of stream s1 .*read 1001 times",
    ),
    Mutant(
        name="generators_run_on_after_a_cancelled_request",
        symptom="memory fills up after one `anext` was cancelled",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                self._wanted.wait = lambda: asyncio.sleep(0)\n"
            "                raise\n"
        ),
        clauses=("streams/bounded",),
        message=r"taken \d items of stream s1 .*read 1001 times",
    ),
)
