"""Mutants of `guide/isolation`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_task_inherits_variables",
        symptom="a visitor has the guide's ticket",
        module="surroundings",
        right="replace(surroundings, variables={}))",
        wrong="surroundings)",
        clauses=("guide/isolation",),
        message=(
            r"a task, spawned where the variable was `guide`, saw, one after the other: 'guide'"
        ),
    ),
)
