"""Mutants of `streams/undelivered-item` and `merge/undelivered-item`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="an_item_is_lost_with_a_cancelled_request",
        symptom="of items that come together with a time-out some are never seen (anyio issue 146)",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if self._held:\n"
            "                    self._held.popleft()\n"
            "                raise\n"
        ),
        clauses=("streams/undelivered-item", "merge/undelivered-item"),
        message=r"was cancelled .*went on; of \d items .*\d|delivered s1\[0\], s1\[2\]",
    ),
    Mutant(
        name="streams_are_given_up_after_three_timeouts",
        symptom="a subscriber that polls with a time-out is told that there is nothing more",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                self.count = getattr(self, 'count', 0) + 1\n"
            "                if self.count == 3:\n"
            "                    self._stop()\n"
            "                raise\n"
        ),
        clauses=("streams/undelivered-item", "merge/undelivered-item"),
        message=r"stream s1 timed out \d times .*of \d items .* 0",
    ),
)
