"""Mutants of `guide/error-boundary`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="results_of_none_are_left_out",
        symptom="the results do not fit what they are for",
        module="helpers/concurrent",
        right=" for task in tasks]\n",
        wrong=(
            " for task in tasks\n                if ended_by(task) or task.result() is not None]\n"
        ),
        clauses=("guide/error-boundary",),
        message=r"instead of .*, the results were \['cake 0', 'cake 2', 'cake 3', 'cake 5'\]",
    ),
)
