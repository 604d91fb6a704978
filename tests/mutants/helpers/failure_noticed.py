"""Mutants of `process/failure-noticed` and `execute/failure-noticed`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="late_elements_are_handled",
        symptom="after a batch has failed, one more message is handled",
        module="calls",
        right="        if self._tasks.stopped:\n            raise",
        wrong="        if False:\n            raise",
        clauses=("process/failure-noticed", "execute/failure-noticed"),
        message=r"h1\[0\] had failed.*(h1\[\d\] began|h1\[\d\].* not)",
    ),
    NaiveHelpers(
        name="LooksBetweenElements",
        symptom="a failed consumer of a quiet queue is noticed only with the next message",
        clauses=("process/failure-noticed", "execute/failure-noticed"),
        message=r"deadlock|failed .*idle|h1\[\d\] began",
    ),
)
