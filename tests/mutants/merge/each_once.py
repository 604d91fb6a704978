"""Mutants of `merge/each-once`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="ties_lose_an_element",
        symptom="now and then, when both queues have a message, one is lost",
        module="streams",
        right="            self._held.append((item, end))\n            self._wanted.clear()\n",
        wrong=(
            "            if end is None and self._held:\n"
            "                self._held.clear()\n"
            "            self._held.append((item, end))\n"
            "            self._wanted.clear()\n"
        ),
        clauses=("merge/each-once",),
        message=r"stream s1 delivered|and was never delivered",
    ),
    Mutant(
        name="a_failure_drops_elements",
        symptom="the last messages before an error are missing",
        module="streams",
        right="            self._give(None, error)\n",
        wrong="            self._held.clear()\n            self._give(None, error)\n",
        clauses=("merge/each-once",),
        message=r"earlier iteration than source of s1(\.b)? failed.*not delivered",
    ),
    Mutant(
        name="the_end_overtakes_elements",
        symptom="the last messages are missing",
        module="streams",
        right="            self._held.append((item, end))\n            self._wanted.clear()\n",
        wrong=(
            "            (self._held.append if end is None else "
            "self._held.appendleft)((item, end))\n"
            "            self._wanted.clear()\n"
        ),
        clauses=("merge/each-once",),
        message=r"earlier iteration than any source ended.*never delivered",
    ),
)
