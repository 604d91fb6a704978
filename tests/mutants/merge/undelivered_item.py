"""Mutants of `merge/undelivered-item`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="cancelled_consumers_end_the_merge",
        symptom="after a time-out in the loop the rest of the data is gone",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                self._stop()\n"
            "                raise\n"
        ),
        clauses=("merge/undelivered-item",),
        message=r"was cancelled .*went on; of \d items .*\d",
    ),
)
