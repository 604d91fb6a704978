"""Choices: the one place where a simulated run can go one way or another.

The simulated loop never decides anything itself. Wherever the environment could act differently
(which operation completes, in which order timers fire that are due together, whether time passes
while callbacks are ready) it asks `Choices.choose(label, options)`. Option 0 is always the
canonical answer, so the run in which every answer is 0 is the canonical run of a program.

The questions, by their labels:

`quiet:early`
    Does an external event complete although callbacks are ready (0: none does)?
`quiet:time`
    Has time reached the next timer although callbacks are ready (0: it has not)?
`next`
    Nothing is ready: which external event completes next? The last option, where a timer is
    pending, is that time passes instead.
`quiet:also`
    Does one more external event complete in the same iteration (0: none)?
`tie`
    Several timers are due at the same time: which fires first?

A source that prefers some tasks to others can call `waiters` to learn which task each option lets
continue: the one that began the external event or set the timer.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from random import Random
from typing import Final, Protocol

__all__ = (
    "CLOCK",
    "NOTHING",
    "Canonical",
    "Choices",
    "RandomWalk",
    "Recording",
    "ReplayChoices",
    "Waiters",
    "no_waiters",
)

CLOCK: Final = "clock"
"""The waiter of the option that time passes."""

NOTHING: Final = "nothing"
"""The waiter of the option that the environment stays quiet."""

type Waiters = Callable[[], Sequence[Hashable]]
"""Return the waiter of each option: a task's number, `CLOCK`, or `NOTHING`.

Equal values are the same task throughout a run. It is a function because most sources of choices
never call it, and it takes time in proportion to the number of options.
"""


def no_waiters() -> Sequence[Hashable]:
    """Tell nothing about the options."""
    return ()


class Choices(Protocol):
    """A source of answers to the simulation's questions."""

    def choose(self, label: str, options: int, waiters: Waiters) -> int:
        """Pick one of several legal continuations.

        Args:
            label: The question, one of the labels listed above.
            options: The number of possible answers, at least 2.
            waiters: Returns the waiter of each answer.

        Returns:
            The answer, from 0 (canonical) to `options - 1`.
        """
        ...


class Canonical:
    """Gives the canonical answers: events complete one by one, in the order they were begun."""

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:  # noqa: ARG002
        """Answer 0."""
        return 0


# The probability with which a walk lets the environment act where it could also stay quiet. A walk
# that never acts early misses races between callbacks; one that always does so never lets a program
# reach the quiet states in which other races begin. Each walk keeps one of these for its lifetime.
LIVELINESS: Final = (0.0, 0.1, 0.3, 0.6)


class RandomWalk:
    """Gives seeded random answers; the same seed gives the same answers to the same questions.

    Labels that start with `quiet:` ask whether the environment stays quiet (0) or acts while the
    loop is busy. Those are answered with a probability that is fixed for the walk, all others with
    equal probabilities.

    Args:
        seed: Any integer.
    """

    def __init__(self, seed: int) -> None:
        source = Random(seed)  # noqa: S311 - repeatable by design, not a secret
        self._liveliness = LIVELINESS[source.randrange(len(LIVELINESS))]
        self._random = source.random

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:  # noqa: ARG002
        """Answer at random."""
        if label.startswith("quiet:"):
            if self._random() >= self._liveliness:
                return 0
            return 1 + int(self._random() * (options - 1))
        return int(self._random() * options)


class ReplayChoices:
    """Replays recorded answers, given as sparse deviations from the canonical run.

    Args:
        deviations: From the number of a question (counted from 0) to its answer. All other
            questions get 0. An answer that is out of range for its question becomes the last
            option, so that the deviations still apply when the program under them is edited.
    """

    def __init__(self, deviations: Mapping[int, int]) -> None:
        self._deviations = dict(deviations)
        self._asked = 0

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:  # noqa: ARG002
        """Answer as recorded."""
        answer = self._deviations.get(self._asked, 0)
        self._asked += 1
        return max(0, min(answer, options - 1))


class Recording:
    """Passes questions on to another source, and records the answers that were not canonical.

    Args:
        source: The source that answers.

    Attributes:
        source: The source that answers.
        asked: The number of questions so far.
    """

    def __init__(self, source: Choices) -> None:
        self.source = source
        self.asked = 0
        self._choose = source.choose
        self._deviations: dict[int, int] = {}

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:
        """Answer as the source does, and record the answer."""
        answer = self._choose(label, options, waiters)
        if answer:
            self._deviations[self.asked] = answer
        self.asked += 1
        return answer

    @property
    def deviations(self) -> Mapping[int, int]:
        """The answers that were not 0, by the question's number: what `ReplayChoices` replays."""
        return dict(self._deviations)
