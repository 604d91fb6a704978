"""Mutants of `guide/pool-sized-limit`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="one_call_too_many",
        symptom="the pool is used beyond its half",
        module="calls",
        right="        self._limit = limit\n",
        wrong="        self._limit = limit + 1\n",
        clauses=("guide/pool-sized-limit",),
        message=r"4 of 6 plates were taken at once, with a limit of half",
    ),
)
