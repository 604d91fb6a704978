"""Priorities with a few points of change: probabilistic concurrency testing.

Source: S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, "A Randomized Scheduler with
Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
"""

from collections.abc import Hashable, Sequence
from random import Random

__all__ = ("Priorities",)


class Priorities:
    """Always goes on with the task of highest priority; a few times, that task falls to the lowest.

    A bug of depth d is one that d events, in the right order, bring about. Among n tasks and k
    decisions a run of that depth finds it with a probability of at least 1 / (n * k ** (d - 1)).

    Args:
        random: Draws the priorities, and where they change.
        depth: The depth; priorities change once less than that.
        length: How many decisions a run is expected to have.
    """

    def __init__(self, random: Random, *, depth: int, length: int) -> None:
        self._random = random
        self._priorities: dict[Hashable, float] = {}
        # Before the first decision a change would only be another draw.
        changes = random.sample(range(1, length + 1), min(depth - 1, length))
        # Whoever falls first is not lower than whoever falls next, but as chance has it.
        self._changes = {at: -1 - number for number, at in enumerate(changes)}
        self._decisions = 0

    def pick(self, who: Sequence[Hashable]) -> int:
        """Pick the task of highest priority; of several events that it waits for, any."""
        for each in who:
            if each not in self._priorities:
                self._priorities[each] = self._random.random()
        highest = self._highest(who)
        change = self._changes.get(self._decisions)
        self._decisions += 1
        if change is not None:
            self._priorities[highest] = change
            highest = self._highest(who)
        places = [place for place, each in enumerate(who) if each == highest]
        return places[0] if len(places) == 1 else self._random.choice(places)

    def _highest(self, who: Sequence[Hashable]) -> Hashable:
        return max(who, key=self._priorities.__getitem__)
