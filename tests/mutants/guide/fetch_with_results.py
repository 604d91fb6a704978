"""Mutants of `guide/fetch-with-results`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="results_come_as_calls_end",
        symptom="the moon's answer is given to the sun",
        module="helpers/concurrent",
        right=(
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks]\n"
        ),
        wrong=(
            "    tasks.reverse()\n"
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks]\n"
        ),
        clauses=("guide/fetch-with-results",),
        message=r"instead of .*, the words were paired with",
    ),
)
