"""Mutants of `process/source-cancelled` and `execute/source-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_source_that_gives_up_is_taken_for_exhausted",
        symptom="a batch whose source awaited a cancelled task ends early without an error",
        module="calls",
        right="            await close(iterator)\n            raise\n",
        wrong="            await close(iterator)\n",
        clauses=("process/source-cancelled", "execute/source-cancelled"),
        message=r"source of h1 raised CancelledError, .*h1 returned|never ends.* for helper h1",
    ),
    Mutant(
        name="a_source_that_gives_up_is_never_noticed",
        symptom="a consumer whose queue was cancelled waits for ever",
        module="calls",
        right="        self._note(failure, None)\n",
        wrong=(
            "        if isinstance(failure, CancelledError):\n"
            "            return\n"
            "        self._note(failure, None)\n"
        ),
        clauses=("process/source-cancelled", "execute/source-cancelled"),
        message=r"source of h1 raised CancelledError, .*h1 returned",
    ),
)
