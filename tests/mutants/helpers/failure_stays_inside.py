"""Mutants of `process/failure-stays-inside` and `execute/failure-stays-inside`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handlers_fail_the_scope",
        symptom="one bad message ends the whole service, though its error was caught",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong=(
            "        from .surroundings import current\n"
            "        if failure is not None and current.get() is not None:\n"
            "            current.get().tasks._ended(_task, failure)\n"
            "        self._unfinished -= 1\n"
        ),
        clauses=("process/failure-stays-inside", "execute/failure-stays-inside"),
        message=r"handled.*scope1 was exited|because of a failure of h1",
    ),
)
