"""Mutants of `merge/per-source-order`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="sources_are_read_in_pairs",
        symptom="messages of one queue arrive in the wrong order",
        module="streams",
        right="                self._give(await anext(iterator), None)\n",
        wrong=(
            "                first = await anext(iterator)\n"
            "                try:\n"
            "                    self._give(await anext(iterator), None)\n"
            "                finally:\n"
            "                    self._give(first, None)\n"
        ),
        clauses=("merge/per-source-order",),
        message=r"stream s1 delivered s1(\.b)?\[1\], s1(\.b)?\[0\]",
    ),
)
