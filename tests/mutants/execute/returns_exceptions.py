"""Mutants of `execute/returns-exceptions`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_become_none",
        symptom="a failed element looks like one without a result",
        module="helpers/concurrent",
        right="is None else end for task in tasks]",
        wrong="is None else None for task in tasks]",
        clauses=("execute/returns-exceptions",),
        message=r"result in the place of h1\[\d\] is None.*handler raised",
    ),
)
