"""Mutants of `process/invalid-limit` and `execute/invalid-limit`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    NaiveHelpers(
        name="LooksBetweenElements",
        symptom="a limit of 0 is taken for 1",
        clauses=("process/invalid-limit", "execute/invalid-limit"),
        message=r"a limit of -?\d was accepted",
    ),
    Mutant(
        name="limits_are_asserted",
        symptom="with `python -O`, a limit of 0 is not refused",
        module="calls",
        right="        if limit < 1:\n",
        wrong="        assert limit >= 1\n        if False:\n",
        clauses=("process/invalid-limit", "execute/invalid-limit"),
        message=r"assertion.*`python -O`",
    ),
    Mutant(
        name="limits_are_looked_at_late",
        symptom="a wrong limit is noticed after the first message is gone",
        module="calls",
        right="        if limit < 1:\n",
        wrong="        if limit < -100:\n",
        clauses=("execute/invalid-limit", "process/invalid-limit"),
        message=r"a limit of -?\d was accepted|only after the source had been touched|never ends",
    ),
)
