"""Mutants of `process/endless-sources` and `execute/endless-sources`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    NaiveHelpers(
        name="GatherOfAll",
        symptom="an endless source is read until memory is full",
        clauses=("process/endless-sources", "execute/endless-sources"),
        message=r"never ends.*was read",
    ),
    Mutant(
        name="iterables_are_collected_first",
        symptom="a job that handles numbered pages until it is stopped never begins",
        module="calls",
        right="            for element in source:\n",
        wrong="            for element in list(source):\n",
        clauses=("process/endless-sources", "execute/endless-sources"),
        message=r"never ends.*was read",
    ),
)
