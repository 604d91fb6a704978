"""Mutants of `process/lazy` and `execute/lazy`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_source_is_read_two_ahead",
        symptom="messages are taken from a queue, and lost when the helper fails",
        module="calls",
        right=(
            "            while True:\n                await self._begin(await anext(iterator))\n"
        ),
        wrong=(
            "            ahead = [await anext(iterator), await anext(iterator)]\n"
            "            while True:\n"
            "                ahead.append(await anext(iterator))\n"
            "                await self._begin(ahead.pop(0))\n"
        ),
        clauses=("process/lazy", "execute/lazy"),
        message=r"h1\[\d\] was read, \d elements .*\d too many",
    ),
    Mutant(
        name="a_long_source_is_read_ahead",
        symptom="in long batches messages are taken from a queue, and lost when the helper fails",
        module="calls",
        right=(
            "            while True:\n                await self._begin(await anext(iterator))\n"
        ),
        wrong=(
            "            ahead, count = [], 0\n"
            "            try:\n"
            "                while True:\n"
            "                    ahead.append(await anext(iterator))\n"
            "                    count += 1\n"
            "                    if count <= 8 or len(ahead) > 4:\n"
            "                        await self._begin(ahead.pop(0))\n"
            "            except StopAsyncIteration:\n"
            "                for each in ahead:\n"
            "                    await self._begin(each)\n"
        ),
        clauses=("process/lazy", "execute/lazy"),
        message=r"h1\[\d+\] was read, \d+ elements .*\d too many",
    ),
    NaiveHelpers(
        name="TaskForEach",
        symptom="a million tasks wait for their turn",
        clauses=("process/lazy", "execute/lazy"),
        message=r"h1\[\d\] was read, \d elements .*\d too many",
    ),
    NaiveHelpers(
        name="ReadsAllFirst",
        symptom="no element is handled before the last one has been read",
        clauses=("process/lazy", "execute/lazy"),
        message=r"h1\[\d\] was read, \d elements",
    ),
    Mutant(
        name="what_has_a_length_is_copied",
        symptom="all rows of a query are loaded before the first one is handled",
        module="calls",
        right="            for element in source:\n",
        wrong=(
            '            for element in tuple(source) if hasattr(source, "__len__") else source:\n'
        ),
        clauses=("process/lazy", "execute/lazy"),
        message=r"elements had been read",
    ),
    Mutant(
        name="lists_are_copied",
        symptom="a list that loads a page at a time is loaded as a whole first",
        module="calls",
        right="            for element in source:\n",
        wrong="            for element in tuple(source) if isinstance(source, list) else source:\n",
        clauses=("process/lazy", "execute/lazy"),
        message=r"h1\[\d\] was read, \d elements .*\d too many",
    ),
)
