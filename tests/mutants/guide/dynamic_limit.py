"""Mutants of `guide/dynamic-limit`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="one_call_too_few",
        symptom="a boat for five never leaves",
        module="calls",
        right="        self._limit = limit\n",
        wrong="        self._limit = max(1, limit - 1)\n",
        clauses=("guide/dynamic-limit",),
        message=r"never ends.*suspended in: .*Event\.wait",
    ),
)
