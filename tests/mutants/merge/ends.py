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
    Mutant(
        name="merges_within_merges_are_taken_apart",
        symptom="a heartbeat is heard on after what it was merged with has ended",
        module="streams",
        right=(
            "        self._unread = [aiter(source) for source in sources]"
            "  # those that have no task yet\n"
            "        self._ends = ends  # that are still to come\n"
        ),
        wrong=(
            "        self._unread = []\n"
            "        for source in sources:\n"
            "            merged = isinstance(source, Stream)\n"
            "            self._unread += source._unread if merged else [aiter(source)]\n"
            "            ends += source._ends - 1 if merged else 0\n"
            "        self._ends = ends\n"
        ),
        clauses=("merge/ends",),
        message=r"source of s2(\.b)? gave long after|s1 has not ended",
    ),
    Mutant(
        name="a_loop_that_is_left_ends_the_stream",
        symptom="after a `break`, a second loop over the same stream gets nothing",
        module="streams",
        right="    def __aiter__(self) -> Self:\n",
        wrong=(
            "    def __aiter__(self) -> Self:\n"
            "        if self._tasks.running:\n"
            "            self._stop()\n"
        ),
        clauses=("merge/ends", "streams/order"),
        message=r"ended before either of its sources|ended after \d items",
    ),
)
