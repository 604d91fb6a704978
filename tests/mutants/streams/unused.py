"""Mutants of `streams/unused`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="unused_streams_are_waited_for",
        symptom="a scope hangs when the loop over a stream is skipped",
        module="streams",
        right="        self._tasks.stop()\n",
        wrong=(
            "        if self._unread:\n"
            "            self._tasks.start(asyncio.Event().wait(), self._context)\n"
            "        else:\n"
            "            self._tasks.stop()\n"
        ),
        clauses=("streams/unused",),
        message=r"never ends.*exit of scope",
    ),
)
