"""Mutants of `hygiene/generators-closed`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="generators_outlive_their_scope",
        symptom="files stay open when a loop is left by `break`",
        module="streams",
        right="            scope.keep_stream(self._tasks, self._stop)\n",
        wrong="            pass\n",
        clauses=("hygiene/generators-closed",),
        message=r"outermost scope .*generators .*open:",
        programs_of="streams/early-stop",
    ),
    Mutant(
        name="one_source_of_a_merge_outlives_it",
        symptom="of two connections that were merged, one stays open",
        module="streams",
        right="            await close(iterator)\n",
        wrong=(
            "            if len(self._tasks.running) > 1:\n"
            "                await close(iterator)\n"
            "            else:\n"
            "                self._unread.append(iterator)\n"
        ),
        clauses=("hygiene/generators-closed",),
        message=r"outermost scope .*generators .*open:",
        programs_of="merge/ends",
    ),
)
