"""Mutants of `state/in-streams`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="streams_run_where_they_are_read",
        symptom="a generator finds the state of its consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("state/in-streams",),
        message=r"source of stream .*state of type \w .*of around.*nearest",
    ),
)
