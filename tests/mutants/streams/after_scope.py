"""Mutants of `streams/after-scope`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="pending_requests_are_forgotten",
        symptom="a consumer hangs for ever when the scope of its stream ends",
        module="streams",
        right="        self._held.clear()\n        self._given.set()\n",
        wrong="        self._held.clear()\n",
        clauses=("streams/after-scope",),
        message=r"never ends",
    ),
)
