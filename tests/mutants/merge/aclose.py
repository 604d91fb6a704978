"""Mutants of `merge/aclose`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="closing_a_merge_raises_what_it_cancelled",
        symptom="leaving a merged stream early is an error (aiostream issue 65)",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        wrong=(
            "        running = len(self._tasks.running)\n"
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if running:\n"
            "            cancelled = asyncio.CancelledError()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        clauses=("merge/aclose",),
        message=r"`aclose\(\)` .*s1 never",
    ),
    Mutant(
        name="aclose_of_a_merge_does_not_wait",
        symptom="the files are still open when `aclose()` has returned",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        wrong=(
            "        self._stop()\n"
            "        cancelled = None\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        clauses=("merge/aclose",),
        message=r"`aclose\(\)` .*before source of s1(\.b)? had ended",
    ),
)
