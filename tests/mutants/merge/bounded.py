"""Mutants of `merge/bounded`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="merged_sources_never_wait",
        symptom="memory fills up when the consumer is slow",
        module="streams",
        right="                await self._wanted.wait()\n",
        wrong="                await asyncio.sleep(0)\n",
        clauses=("merge/bounded",),
        message=r"taken \d items of stream s1 .*read 1001 times",
    ),
    Mutant(
        name="the_last_source_never_waits",
        symptom="memory fills up once one of two sources has ended",
        module="streams",
        right="                await self._wanted.wait()\n",
        wrong=(
            "                if len(self._tasks.running) > 1:\n"
            "                    await self._wanted.wait()\n"
            "                else:\n"
            "                    await asyncio.sleep(0)\n"
        ),
        clauses=("merge/bounded",),
        message=r"taken \d items of stream s1 .*read 1001 times",
    ),
)
