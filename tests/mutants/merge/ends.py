"""Mutants of `merge/ends`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="merged_streams_never_end_early",
        symptom="a merged loop goes on when its main source has ended",
        module="streams",
        right="        self._ends = ends  # that are still to come\n",
        wrong="        self._ends = len(sources)\n",
        clauses=("merge/ends",),
        message=r"s1 has not ended: .*had ended",
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
        clauses=("merge/ends",),
        message=r"earlier iteration than any source ended.*never delivered",
    ),
)
