"""Mutants of `state/cannot-be-made`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="what_cannot_be_made_is_none",
        symptom="missing state turns up as None, far from its cause",
        module="state",
        right="    return wanted()\n",
        wrong=("    try:\n        return wanted()\n    except TypeError:\n        return None\n"),
        clauses=("state/cannot-be-made",),
        message=r"can't be made without arguments; instead of a clear error there was: None",
    ),
    Mutant(
        name="what_cannot_be_made_ends_iterations",
        symptom="a loop that looks up missing state just ends",
        module="state",
        right="    return wanted()\n",
        wrong=(
            "    try:\n"
            "        return wanted()\n"
            "    except TypeError as error:\n"
            '        raise StopIteration("no more") from error\n'
        ),
        clauses=("state/cannot-be-made",),
        message=(
            r"can't be made without arguments; instead of a clear error there was: raised "
            r"StopIteration"
        ),
    ),
)
