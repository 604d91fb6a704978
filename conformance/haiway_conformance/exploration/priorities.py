"""Random priorities that change a few times: probabilistic concurrency testing (PCT).

Source: S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, "A Randomized Scheduler with
Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
"""

from collections.abc import Hashable, Sequence
from random import Random

__all__ = ("Priorities",)


class Priorities:
    """Always picks the task of highest priority; a few times, that one falls to the lowest.

    A bug of depth d needs d events in the right order. Among n tasks and k decisions a run of that
    depth finds it with a probability of at least 1 / (n * k ** (d - 1)).

    Args:
        random: Draws the priorities, and the decisions at which they change.
        depth: The depth; the number of changes is one less.
        length: The expected number of decisions in a run.
    """

    def __init__(self, random: Random, *, depth: int, length: int) -> None:
        self._random = random
        self._priorities: dict[Hashable, float] = {}
        # A change before the first decision would only be another draw.
        changes = random.sample(range(1, length + 1), min(depth - 1, length))
        # The order in which tasks fall does not decide which is lower: that is random.
        self._changes = {at: -1 - number for number, at in enumerate(changes)}
        self._decisions = 0

    def pick(self, waiters: Sequence[Hashable]) -> int:
        """Pick the task of highest priority, and any of the events that it waits for."""
        for each in waiters:
            if each not in self._priorities:
                self._priorities[each] = self._random.random()
        highest = self._highest(waiters)
        change = self._changes.get(self._decisions)
        self._decisions += 1
        if change is not None:
            self._priorities[highest] = change
            highest = self._highest(waiters)
        places = [place for place, each in enumerate(waiters) if each == highest]
        return places[0] if len(places) == 1 else self._random.choice(places)

    def _highest(self, waiters: Sequence[Hashable]) -> Hashable:
        return max(waiters, key=self._priorities.__getitem__)
