"""Mutants of `execute/handler-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="results_of_cancelled_calls_are_left_out",
        symptom="results are paired with the wrong elements when a handler has cancelled itself",
        module="helpers/concurrent",
        right="is None else end for task in tasks]",
        wrong="is None else end for task in tasks if not task.cancelled()]",
        clauses=("execute/handler-cancelled",),
        message=r"source of h1 has \d elements, .*\d results",
    ),
)
