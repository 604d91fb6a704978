"""Mutants of `guide/notify`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_are_never_ignored",
        symptom="one door that nobody opens ends the round",
        module="helpers/concurrent",
        right="    tolerates = log if ignore_exceptions else None\n",
        wrong="    tolerates = None\n",
        clauses=("guide/notify",),
        message=r"program raised ConnectionError: nobody opens door \d, at `",
    ),
    Mutant(
        name="a_failed_call_keeps_its_place",
        symptom="the round gets slower with each failure, and stops",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong="        if failure is None:\n            self._unfinished -= 1\n",
        clauses=("guide/notify",),
        message=r"never ends",
    ),
)
