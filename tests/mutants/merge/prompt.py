"""Mutants of `merge/prompt`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="an_element_waits_for_the_other_source",
        symptom="events are held up until the next heartbeat",
        module="streams",
        right="            self._given.set()\n",
        wrong=(
            "            if len(self._held) > 1 or end is not None:\n"
            "                self._given.set()\n"
        ),
        clauses=("merge/prompt",),
        message=r"source of stream s1 is silent, .*\d were delivered",
    ),
)
