"""Mutants of `merge/ends`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="merged_streams_never_end_early",
        symptom="a merged loop goes on when its main source has ended",
        module="streams",
        right="        self._ends = ends  # that are still to come\n",
        wrong="        self._ends = len(sources)\n",
        clauses=("merge/ends",),
        message=r"s1 has not ended: .*had ended",
    ),
    Mutant(
        name="only_the_first_source_ends_it",
        symptom="a loop over a heartbeat and events, in this order, goes on without the events",
        module="helpers/concurrent",
        right="    sources = (source_a, source_b)\n",
        wrong=(
            "    async def lasting():\n"
            "        iterator = aiter(source_b)\n"
            "        try:\n"
            "            async for each in iterator:\n"
            "                yield each\n"
            "            await asyncio.Event().wait()\n"
            "        finally:\n"
            "            if hasattr(iterator, 'aclose'):\n"
            "                await iterator.aclose()\n"
            "\n"
            "    import asyncio\n"
            "    sources = (source_a, source_b if exhaustive else lasting())\n"
        ),
        clauses=("merge/ends",),
        message=r"s1 has not ended: .*source of s1\.b had ended",
    ),
)
