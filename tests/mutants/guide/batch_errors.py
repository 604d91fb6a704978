"""Mutants of `guide/batch-errors`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="exceptions_are_returned_as_text",
        symptom="a bad answer looks like a good one",
        module="helpers/concurrent",
        right="ended_by(task)) is None else end",
        wrong="ended_by(task)) is None else str(end)",
        clauses=("guide/batch-errors",),
        message=(
            r"in the place of the number that failed was 'no such number', not the exception"
            r" itself"
        ),
    ),
)
