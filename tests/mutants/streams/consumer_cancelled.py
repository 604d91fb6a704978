"""Mutants of `streams/consumer-cancelled`."""

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
        clauses=("streams/consumer-cancelled",),
        message=r"was cancelled .*went on.*twice: s1\[\d\]",
    ),
    Mutant(
        name="cancelled_consumers_leave_generators_open",
        symptom="each time-out leaves a connection open",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if self._scope is not None:\n"
            "                    self._scope.forget_stream(self._tasks)\n"
            "                raise\n"
        ),
        clauses=("streams/consumer-cancelled",),
        message=r"was exited \(.*\) before source of s1 had ended",
    ),
)
