"""Mutants of `process/source-closed` and `execute/source-closed`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="generators_are_left_open",
        symptom="a file stays open after an error",
        module="calls",
        right="            await close(iterator)\n            raise\n",
        wrong="            raise\n",
        clauses=("process/source-closed", "execute/source-closed"),
        message=r"source, an async generator, was not closed",
    ),
    Mutant(
        name="the_source_is_cancelled_as_it_closes",
        symptom="a connection is not closed properly when several calls are stopped",
        module="calls",
        right=(
            "        if failure is None or (self._tasks.stopped and isinstance(failure, "
            "CancelledError)):\n"
        ),
        wrong=(
            "        for each in self._tasks.running:\n"
            "            if self._tasks.stopped and each.get_coro().__name__ == '_read':\n"
            "                each.cancel()\n"
            "        if failure is None or (self._tasks.stopped and "
            "isinstance(failure, CancelledError)):\n"
        ),
        clauses=("process/source-closed", "execute/source-closed"),
        message=r"source, an async generator .*, was cancelled again",
    ),
    NaiveHelpers(
        name="LooksBetweenElements",
        symptom="a file stays open",
        clauses=("process/source-closed", "execute/source-closed"),
        message=r"source, an async generator, was not closed",
    ),
)
