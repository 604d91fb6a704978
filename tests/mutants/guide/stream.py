"""Mutants of `guide/stream`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="false_items_are_skipped",
        symptom="a poem loses its empty lines",
        module="streams",
        right="            return item\n",
        wrong="            return item or await anext(self)\n",
        clauses=("guide/stream",),
        message=(
            r"of the lines .* and the end, there came \['The fog comes', 'on little cat feet',"
            r" 'the"
        ),
    ),
)
