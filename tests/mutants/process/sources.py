"""Mutants of `process/sources`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="false_sources_are_empty",
        symptom="a queue that is false while it is empty is not waited for",
        module="calls",
        right="        if not isinstance(source, AsyncIterable):\n",
        wrong=(
            "        if not source:\n"
            "            return\n"
            "        if not isinstance(source, AsyncIterable):\n"
        ),
        clauses=("process/sources",),
        message=r"h1 returned after 0 handler calls, .*source.* has \d+ element",
    ),
)
