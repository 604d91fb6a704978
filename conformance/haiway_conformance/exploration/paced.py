"""When the world acts, apart from which part of it: the frame of all strategies but the walk.

Most questions of the simulation ask two things at once: whether the world acts at all while it
could stay quiet, and which of the things that may happen does. Strategies of the literature order
tasks; they know the second question only. The first one is answered here, by chance, so that a
strategy meets a world that is quiet, lively, or quick to let time pass.
"""

from collections.abc import Hashable, Sequence
from random import Random
from typing import Protocol

from haiway_conformance.simulation import Who

__all__ = ("Order", "Paced")


class Order(Protocol):
    """Prefers some tasks to others."""

    def pick(self, who: Sequence[Hashable]) -> int:
        """Pick one of several things that may happen.

        Args:
            who: Who goes on by each of them, in canonical order; at least two.

        Returns:
            Its place in `who`.
        """
        ...


class Paced:
    """Choices of an order, in a world of some liveliness, for so long as an unfair order may last.

    An order may leave a task out for ever, and then a program hangs that would not, were the world
    fair. So after some questions the run goes on canonically, which is fair. While something is
    left out, each iteration of the loop asks at least one.

    Args:
        order: Picks one of several things that may happen.
        random: Decides when the world acts.
        events: How likely a point completes where none has to; from 0 to 1.
        time: How likely time passes where it has not to; from 0 to 1.
        questions: After so many questions the run goes on canonically.
    """

    def __init__(
        self, order: Order, random: Random, *, events: float, time: float, questions: int
    ) -> None:
        self._order = order
        self._random = random
        self._events = events
        self._time = time
        self._left = questions

    def choose(self, label: str, options: int, who: Who) -> int:  # noqa: ARG002
        """Answer by pace and order."""
        if not self._left:
            return 0
        self._left -= 1
        if not label.startswith("quiet:"):
            return self._order.pick(who())
        if self._random.random() >= (self._time if label == "quiet:time" else self._events):
            return 0
        events = who()[1:]
        # What would be the only thing to happen is no decision.
        return 1 if len(events) == 1 else 1 + self._order.pick(events)
