"""Mutants of `streams/consumer-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
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
