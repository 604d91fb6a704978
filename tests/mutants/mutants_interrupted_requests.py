"""Mutants to whom something remains of a request that was cut off."""

from mutant import Mutant

__all__ = ("MUTANTS",)

GIVEN = "            await self._given.wait()\n"
ENDED = "            if self._tasks.stopped:\n                return None, StopAsyncIteration()\n"
WAITS = (
    "            self._given.clear()\n"
    "            self._wanted.set()\n"
    "            while self._unread:\n"
    "                self._tasks.start(self._read(self._unread.pop(0)), self._context)\n"
)
SERIES = "            try:\n    " + GIVEN + "            except asyncio.CancelledError:\n"

MUTANTS = (
    Mutant(
        "streams_are_given_up_after_three_timeouts",
        "a subscriber that polls with a time-out is told that there is nothing more",
        "streams",
        GIVEN,
        SERIES + "                self.count = getattr(self, 'count', 0) + 1\n"
        "                if self.count == 3:\n"
        "                    self._stop()\n"
        "                raise\n",
        "streams/undelivered-item",
        r"requests for an item of stream s1 timed out \d times, .*; of \d items it was given 0",
        also=("merge/undelivered-item",),
    ),
    Mutant(
        "a_second_timeout_is_doubled",
        "who polls with a time-out is stopped by the second one",
        "streams",
        GIVEN,
        SERIES + "                if getattr(self, 'count', 0):\n"
        "                    asyncio.current_task().cancel()\n"
        "                self.count = 1\n"
        "                raise\n",
        "cancellation/timeouts-compose",
        r"2 requests for items of stream s1 were cut off, .*; TimeoutError was raised at 1 of them",
    ),
    Mutant(
        "the_end_is_told_once_after_a_timeout",
        "who polls with a time-out waits for ever once the stream has ended",
        "streams",
        ENDED + WAITS + GIVEN,
        "            if self._tasks.stopped:\n"
        "                if getattr(self, 'cut_off', False) and getattr(self, 'told', False):\n"
        "                    await asyncio.Event().wait()\n"
        "                self.told = True\n"
        "                return None, StopAsyncIteration()\n"
        + WAITS
        + SERIES
        + "                self.cut_off = True\n                raise\n",
        "streams/end",
        r"the program never ends: .* waits for an item of s1",
    ),
)
