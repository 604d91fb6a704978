"""Mutants of `guide/merged-sources`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_heartbeat_keeps_the_merged_stream_open",
        symptom="the loop over events and a heartbeat never ends",
        module="streams",
        right="        self._ends = ends  # that are still to come\n",
        wrong="        self._ends = len(sources)\n",
        clauses=("guide/merged-sources",),
        message=r"never ends.*[\d,]+ loop iterations",
    ),
    Mutant(
        name="sources_are_read_in_turn",
        symptom="no event before the next heartbeat",
        module="streams",
        right="            while self._unread:\n",
        wrong="            if self._unread:\n",
        clauses=("guide/merged-sources",),
        message=r"never ends",
    ),
)
