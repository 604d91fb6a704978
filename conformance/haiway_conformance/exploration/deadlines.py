"""Let deadlines pass before anything else happens: `Deadlines`."""

from collections.abc import Hashable, Sequence
from random import Random

from haiway_conformance.simulated_loop import CLOCK

__all__ = ("Deadlines",)


class Deadlines:
    """Lets time pass as often as anything else happens; events complete in canonical order.

    Args:
        random: Decides between time and points.
    """

    def __init__(self, random: Random) -> None:
        self._random = random

    def pick(self, waiters: Sequence[Hashable]) -> int:
        """Pick the clock or the oldest event."""
        if waiters[-1] == CLOCK:
            return self._random.choice((0, len(waiters) - 1))
        return 0
