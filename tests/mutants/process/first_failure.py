"""Mutants of `process/first-failure`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="exceptions_that_are_none_come_first",
        symptom="an error is hidden by what a clean-up raised after it",
        module="calls",
        right="        if self._failure is None:\n            self._failure = failure\n",
        wrong=(
            "        known = isinstance(failure, (Exception, CancelledError))\n"
            "        if self._failure is None or not known:\n"
            "            self._failure = failure\n"
        ),
        clauses=("process/first-failure",),
        message=r"h1\[\d\] raised error\d, but helper h1 raised .*error\d",
    ),
)
