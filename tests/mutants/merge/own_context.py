"""Mutants of `merge/own-context`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="sources_run_in_the_context_of_the_consumer",
        symptom="log records of a source name the scope of its consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("merge/own-context",),
        message=(r"source of s1 saw state A|log record of source of s1|source of s1 saw context x"),
    ),
)
