"""Mutants of `streams/rendezvous`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="generators_are_ten_items_ahead",
        symptom="items that were read ahead are lost when the consumer leaves",
        module="streams",
        right="                await self._wanted.wait()\n",
        wrong=(
            "                if len(self._held) > 9:\n"
            "                    await self._wanted.wait()\n"
            "                await asyncio.sleep(0)\n"
        ),
        clauses=("streams/rendezvous",),
        message=r"s1\[\d\] when the consumer had asked for \d",
    ),
)
