"""Mutants of `process/invalid-limit`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="nothing_is_done_with_any_limit",
        symptom="a limit that is 0 by mistake is noticed on the first day with messages",
        module="helpers/concurrent",
        right="    tolerates = log if ignore_exceptions else None\n",
        wrong=(
            "    if isinstance(source, (list, tuple)) and not source:\n"
            "        return\n"
            "    tolerates = log if ignore_exceptions else None\n"
        ),
        clauses=("process/invalid-limit",),
        message=r"a limit of -?\d was accepted",
    ),
)
