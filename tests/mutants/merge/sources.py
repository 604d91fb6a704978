"""Mutants of `merge/sources`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="iterators_are_kept_by_source",
        symptom="a feed that is merged again after a reconnection is empty",
        module="streams",
        right="        self._unread = [aiter(source) for source in sources]",
        wrong=(
            "        kept = asyncio.get_running_loop().__dict__.setdefault('kept', {})\n"
            "        self._unread = [\n"
            "            kept.setdefault(id(source), (aiter(source), source))[0]\n"
            "            for source in sources\n"
            "        ]"
        ),
        clauses=("merge/sources",),
        message=r"\(async iterable\) had \d elements for the merged stream s\d, which gave \d",
    ),
    Mutant(
        name="merged_streams_within_merged_streams_are_flattened",
        symptom="a merge of merged feeds ends with the shortest of all, and loses the others' rest",
        module="streams",
        right="        self._unread = [aiter(source) for source in sources]",
        wrong=(
            "        self._unread = []\n"
            "        for source in sources:\n"
            "            self._unread += (\n"
            "                source._unread if isinstance(source, Stream) else [aiter(source)]\n"
            "            )"
        ),
        clauses=("merge/sources",),
        message=r"\((merged )?stream\) had \d elements for the merged stream s1, which gave \d",
    ),
    Mutant(
        name="merged_streams_share_a_place_in_line",
        symptom="a merge of merged feeds waits for ever",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        loop = asyncio.get_running_loop()\n"
            "        if self._ends == 1 and self._scope is not None:\n"
            "            async with loop.__dict__.setdefault('turn', asyncio.Lock()):\n"
            "                item, end = await self._next()\n"
            "        else:\n"
            "            item, end = await self._next()\n"
        ),
        clauses=("merge/sources",),
        message=r"never ends",
    ),
    Mutant(
        name="one_object_is_read_once",
        symptom="a feed that is merged with itself, for twice the throughput, gives half of it",
        module="helpers/concurrent",
        right="    sources = (source_a, source_b)\n",
        wrong=("    sources = (source_a,) if source_a is source_b else (source_a, source_b)\n"),
        clauses=("merge/sources",),
        message=r"s1\.b \(async iterable\) had \d elements for the merged stream s1, which gave 0",
    ),
)
