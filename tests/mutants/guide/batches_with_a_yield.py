"""Mutants of `guide/batches-with-a-yield`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="elements_are_kept_until_the_scope_ends",
        symptom="a long book needs the memory of all its pages",
        module="calls",
        right="        self._unfinished += 1\n",
        wrong=(
            "        self._unfinished += 1\n"
            "        Calls.kept = [*getattr(Calls, 'kept', []), element]\n"
        ),
        clauses=("guide/batches-with-a-yield",),
        message=r"5 pages .*\[10, 15\]",
    ),
)
