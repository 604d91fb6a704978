"""Mutants of `merge/unused`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="unused_merges_are_waited_for",
        symptom="a scope hangs when the loop over a merge is skipped",
        module="streams",
        right="        self._tasks.stop()\n",
        wrong=(
            "        if self._unread:\n"
            "            self._tasks.start(asyncio.Event().wait(), self._context)\n"
            "        else:\n"
            "            self._tasks.stop()\n"
        ),
        clauses=("merge/unused",),
        message=r"never ends.*exit of scope",
    ),
)
