"""Mutants of `merge/no-scope`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="without_a_scope_nobody_waits_for_sources",
        symptom=(
            "outside any scope, `aclose()` of a merged stream returns before its sources are closed"
        ),
        module="streams",
        right=(
            '        """Close the sources; their clean-up has run when this returns '
            '(`streams/aclose`)."""\n'
            "        self._stop()\n"
        ),
        wrong="        self._stop()\n        if self._scope is None:\n            return\n",
        clauses=("merge/no-scope",),
        message=r"`aclose\(\)` .*before source of s1(\.b)? had ended",
    ),
    Mutant(
        name="merges_need_a_scope",
        symptom="a script that merges two streams fails at its first line",
        module="helpers/concurrent",
        right="    scope = None if surroundings is None else surroundings.tasks\n",
        wrong="    scope = surroundings.tasks\n",
        clauses=("merge/no-scope",),
        message=(
            r"AttributeError|were delivered|got no exception|s1 has not ended|none of its"
            r" operations raises"
        ),
    ),
)
