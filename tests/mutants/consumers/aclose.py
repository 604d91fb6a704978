"""Mutants of `streams/aclose` and `merge/aclose`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="long_streams_are_closed_later",
        symptom="a stream that has yielded many items is closed some time after `aclose()`",
        module="streams",
        right="        if end is None:\n            return item\n",
        wrong=(
            "        self.count = getattr(self, 'count', 0) + 1\n"
            "        if self.count == 20:\n"
            "            async def nobody():\n"
            "                return None\n"
            "            self._tasks.wait = nobody\n"
            "        if end is None:\n"
            "            return item\n"
        ),
        clauses=("streams/aclose", "merge/aclose"),
        message=r"`aclose\(\)` .*before source of s1 had ended",
    ),
)
