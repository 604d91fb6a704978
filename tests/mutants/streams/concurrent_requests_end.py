"""Mutants of `streams/concurrent-requests-end`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_second_consumer_takes_the_place_of_the_first",
        symptom="of two tasks that read one feed by mistake, one hangs and nothing tells why",
        module="streams",
        right="            self._given.clear()\n",
        wrong="            self._given = asyncio.Event()\n",
        clauses=("streams/concurrent-requests-end",),
        message=r"never ends: .*waits for an item of s1|at the same time; .* waits for it for ever",
    ),
    Mutant(
        name="the_end_wakes_one_consumer_only",
        symptom="when a feed ends, one of the tasks that share it never does",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        while hasattr(self, 'turn'):\n"
            "            await self.turn.wait()\n"
            "            break\n"
            "        self.turn = asyncio.Event()\n"
            "        item, end = await self._next()\n"
            "        if end is None:\n"
            "            self.turn.set()\n"
            "            del self.turn\n"
        ),
        clauses=("streams/concurrent-requests-end",),
        message=r"never ends: .*waits for an item of s1|at the same time; .* waits for it for ever",
    ),
)
