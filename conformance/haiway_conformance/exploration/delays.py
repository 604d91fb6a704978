"""One task after the other, except for a few delays: delay-bounded scheduling.

Source: M. Emmi, S. Qadeer, Z. Rakamaric, "Delay-Bounded Scheduling", POPL 2011.
"""

from collections import deque
from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from random import Random

__all__ = ("Delays",)


class Delays:
    """Picks one task as long as it can go on, then the next one; a few times, sooner.

    The tasks form a ring, in the order in which they first appear. So without delays there is one
    schedule, and with few of them there are few.

    Args:
        random: Draws the decisions at which tasks are delayed.
        delays: The number of delays.
        length: The expected number of decisions in a run.
    """

    def __init__(self, random: Random, *, delays: int, length: int) -> None:
        self._delays = frozenset(random.sample(range(length), min(delays, length)))
        self._ring: deque[Hashable] = deque()
        self._known: set[Hashable] = set()
        self._decisions = 0

    def pick(self, waiters: Sequence[Hashable]) -> int:
        """Pick the task whose turn it is, and the oldest of the events that it waits for."""
        able = set(waiters)
        for each in waiters:
            if each not in self._known:
                self._known.add(each)
                self._ring.append(each)
        self._turn_to(able)
        if self._decisions in self._delays:
            self._ring.rotate(-1)
            self._turn_to(able)
        self._decisions += 1
        return waiters.index(self._ring[0])

    def _turn_to(self, able: AbstractSet[Hashable]) -> None:
        while self._ring[0] not in able:
            self._ring.rotate(-1)
