"""Mutants of `failures/group-shape`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_single_failure_has_no_group",
        symptom="`except*` handles two failures, but another handler is needed for a single one",
        module="failures",
        right="    # An ExceptionGroup, if all are Exceptions.\n",
        wrong="    if len(errors) == 1:\n        return errors[0]\n",
        clauses=("failures/group-shape",),
        message=r"group.*left the scope was error\d",
    ),
)
