"""Decide when the environment acts, apart from which event happens: `Paced`.

Most questions of the simulation ask two things at once: whether the environment acts at all while
it could stay quiet, and which of the possible events happens. The strategies of the literature
order tasks, and answer the second question only. The first one is answered here, at random, so that
a strategy meets an environment that is quiet, lively, or quick to let time pass. Only the random
walk does without.
"""

from collections.abc import Hashable, Sequence
from random import Random
from typing import Protocol

from haiway_conformance.simulated_loop import Waiters

__all__ = ("Order", "Paced")


class Order(Protocol):
    """Prefers some tasks to others."""

    def pick(self, waiters: Sequence[Hashable]) -> int:
        """Pick one of several events.

        Args:
            waiters: The tasks that each event lets go on, in canonical order; at least two.

        Returns:
            The index of the event.
        """
        ...


class Paced:
    """Choices of an order, in an environment that acts at random.

    An order may leave a task out for ever, so that a program hangs which would not hang in a fair
    environment. So after some questions the run goes on canonically, which is fair. While a task is
    left out, each iteration of the loop asks at least one question.

    Args:
        order: Picks one of several events.
        random: Decides when the environment acts.
        events: The probability that a point completes where none has to.
        time: The probability that time passes where it does not have to.
        questions: The number of questions after which the run goes on canonically.
    """

    def __init__(
        self, order: Order, random: Random, *, events: float, time: float, questions: int
    ) -> None:
        self._order = order
        self._random = random
        self._events = events
        self._time = time
        self._left = questions

    def choose(self, label: str, options: int, waiters: Waiters) -> int:  # noqa: ARG002
        """Answer by pace and order."""
        if not self._left:
            return 0
        self._left -= 1
        if not label.startswith("quiet:"):
            return self._order.pick(waiters())
        if self._random.random() >= (self._time if label == "quiet:time" else self._events):
            return 0
        events = waiters()[1:]
        # A single event leaves nothing to decide.
        return 1 if len(events) == 1 else 1 + self._order.pick(events)
