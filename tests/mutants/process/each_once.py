"""Mutants of `process/each-once`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="dicts_give_pairs",
        symptom="the keys of a dict are not handled",
        module="calls",
        right="            for element in source:\n",
        wrong=(
            "            for element in source.items() if isinstance(source, dict) else source:\n"
        ),
        clauses=("process/each-once",),
        message=r"handler of \w+ was called with .*not an element",
    ),
)
