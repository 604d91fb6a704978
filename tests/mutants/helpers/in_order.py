"""Mutants of `process/in-order` and `execute/in-order`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="calls_begin_in_reverse_pairs",
        symptom="messages are handled in another order than they came",
        module="calls",
        right="            for element in source:\n",
        wrong=(
            "            from itertools import batched\n"
            "            for element in (one for pair in batched(source, 2) for one in "
            "pair[::-1]):\n"
        ),
        clauses=("process/in-order", "execute/in-order"),
        message=r"calls of h1 began .*order",
    ),
)
