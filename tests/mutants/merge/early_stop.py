"""Mutants of `merge/early-stop`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="abandoned_sources_stay_open",
        symptom="files stay open when a loop is left by `break`",
        module="streams",
        right="            scope.keep_stream(self._tasks, self._stop)\n",
        wrong="            pass\n",
        clauses=("merge/early-stop",),
        message=r"was exited \(.*\) before source of s1(\.b)? had ended",
    ),
)
