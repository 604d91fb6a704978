"""Mutants of `process/indexed-sources` and `execute/indexed-sources`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="sources_are_iterables",
        symptom="rows of an old database driver are refused",
        module="calls",
        right="        if not isinstance(source, AsyncIterable):\n",
        wrong=(
            "        from collections.abc import Iterable as Iterables\n"
            "\n"
            "        if not isinstance(source, AsyncIterable | Iterables):\n"
            "            raise TypeError('the source is not iterable')\n"
            "        if not isinstance(source, AsyncIterable):\n"
        ),
        clauses=("process/indexed-sources", "execute/indexed-sources"),
        message=r"an indexed object of \d elements, but the helper raised",
    ),
    Mutant(
        name="sources_are_asked_for_their_iterator",
        symptom="an object that `for` can loop over has no attribute `__iter__`",
        module="calls",
        right="            for element in source:\n",
        wrong="            for element in source.__iter__():\n",
        clauses=("process/indexed-sources", "execute/indexed-sources"),
        message=r"an indexed object of \d elements, but the helper raised",
    ),
)
