"""Mutants of `streams/not-repeated` and `merge/not-repeated`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="items_come_again_after_a_cancelled_request",
        symptom="after a time-out a row is there twice",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if self._held and self._held[0][1] is None:\n"
            "                    self._held.append(self._held[0])\n"
            "                raise\n"
        ),
        clauses=("streams/not-repeated", "merge/not-repeated"),
        message=r"was cancelled .*went on.*twice: s1(\.b)?\[\d\]",
    ),
    Mutant(
        name="the_last_item_comes_again_after_a_cancelled_wait",
        symptom="after a time-out the last order is processed once more",
        module="streams",
        right="            await self._given.wait()\n        return self._held.popleft()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if hasattr(self, 'last'):\n"
            "                    self._held.appendleft(self.last)\n"
            "                raise\n"
            "        self.last = self._held.popleft()\n"
            "        return self.last\n"
        ),
        clauses=("streams/not-repeated", "merge/not-repeated"),
        message=r"was cancelled .*went on.*twice: s1(\.b)?\[\d\]",
    ),
)
