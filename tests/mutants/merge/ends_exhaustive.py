"""Mutants of `merge/ends-exhaustive`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="exhaustive_streams_end_with_the_first_source",
        symptom="half of the data is missing",
        module="streams",
        right="        self._ends = ends  # that are still to come\n",
        wrong="        self._ends = 1\n",
        clauses=("merge/ends-exhaustive",),
        message=r"has \d elements.*exhaustive.*ended after \d",
    ),
)
