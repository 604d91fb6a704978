"""Mutants of `process/sources` and `execute/sources`."""

from mutant import NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    NaiveHelpers(
        name="GatherOfAll",
        symptom="an endless source is read until memory is full",
        clauses=("process/sources", "execute/sources"),
        message=r"never ends.*was read",
    ),
)
