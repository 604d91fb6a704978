"""Mutants of `state/made-by-default`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="nothing_is_made",
        symptom="state all of whose attributes have defaults must be given all the same",
        module="state",
        right="    return wanted()\n",
        wrong="    raise LookupError(wanted)\n",
        clauses=("state/made-by-default",),
        message=r"which can be made without arguments.*raised",
    ),
    Mutant(
        name="the_type_itself_is_returned",
        symptom="the attributes of state that was not given are missing",
        module="state",
        right="    return wanted()\n",
        wrong=("    wanted()\n    return wanted\n"),
        clauses=("state/made-by-default",),
        message=r"which can be made without arguments; it found",
    ),
)
