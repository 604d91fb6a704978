"""How long a program may go on, and how late the machine may be: `PatienceWithOwnProgram`."""

from typing import Final

from haiway_conformance.simulated_loop import PatienceWithMain

__all__ = ("LAG", "PatienceWithOwnProgram")

LAG: Final = 0.1
"""In virtual seconds. Callbacks take no virtual time; but on a real machine they do, so that a
timer may be due before those that are ready have run. It is not late by more than this: asyncio's
debug mode calls a callback slow that takes longer (`loop.slow_callback_duration`)."""

# In virtual seconds: what an iteration of a loop that is never idle takes at most. A real one takes
# some ten microseconds; with so little, a program that waits for a timer in a busy loop would run
# for minutes.
SECONDS_FOR_EACH_ITERATION: Final = 0.001


class PatienceWithOwnProgram(PatienceWithMain):
    """Gives up as `PatienceWithMain` does, and lets time pass slowly while the loop is busy.

    Args:
        silent: As for `PatienceWithMain`.
        in_all: As for `PatienceWithMain`.
    """

    def lets_pass(self, seconds: float, busy: int) -> bool:
        """See `Patience`; the longer the loop is busy, the farther."""
        return seconds <= busy * SECONDS_FOR_EACH_ITERATION
