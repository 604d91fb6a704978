"""Mutants of `failures/through-nesting`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_failure_goes_to_the_outermost_scope",
        symptom="`try` around an inner scope catches nothing: the whole program fails instead",
        module="scope",
        right="            tasks=tasks,\n",
        wrong="            tasks=outer.tasks if outer else tasks,\n",
        clauses=("failures/through-nesting",),
        message=r"scope scope\d failed with error\d, but",
    ),
)
