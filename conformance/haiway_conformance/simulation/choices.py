"""Choices: the one place where a simulated run can go one way or another.

The simulated loop never decides anything itself. Wherever the outside world could act differently
(which operation completes, in which order timers fire that are due together, whether time passes
while callbacks are ready) it asks `Choices.choose(label, options)`. Option 0 is always the
canonical answer, so the run in which every answer is 0 is the canonical run of a program.

The questions, by their labels:

`quiet:early`
    Does a point complete although callbacks are ready (0: none does)?
`quiet:time`
    Has time reached the next timer although callbacks are ready (0: it has not)?
`next`
    Nothing is ready: which point completes next? The last option, where a timer is pending,
    is that time passes instead.
`quiet:also`
    Does one more point complete in the same iteration (0: none)?
`tie`
    Several timers are due at the same time: which fires first?

A source that prefers some tasks to others can ask back who goes on by each option: the task that
began the point or set the timer. Time is one of its own.
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
    "Who",
    "nobody",
)

CLOCK: Final = "clock"
"""Who goes on by the option that time passes."""

NOTHING: Final = "nothing"
"""Who goes on by the option that the world stays quiet."""

type Who = Callable[[], Sequence[Hashable]]
"""Gives, for each option, who goes on by it: a task's number, `CLOCK`, or `NOTHING`.

Equal values are the same task throughout a run. It is a function because most sources of choices
do not ask, and it costs time in proportion to the options.
"""


def nobody() -> Sequence[Hashable]:
    """Tells nothing of the options."""
    return ()


class Choices(Protocol):
    """A source of answers to the simulation's questions."""

    def choose(self, label: str, options: int, who: Who) -> int:
        """Pick one of several legal continuations.

        Args:
            label: What is asked, one of the labels listed above.
            options: How many answers there are, at least 2.
            who: Tells who goes on by each of them.

        Returns:
            The answer, from 0 (canonical) to `options - 1`.
        """
        ...


class Canonical:
    """Always the canonical answer: operations complete one by one, in the order asked for."""

    def choose(self, label: str, options: int, who: Who = nobody) -> int:  # noqa: ARG002
        """Answer 0."""
        return 0


# How readily a walk deviates where the world could also have stayed quiet. A walk that never lets
# the world act early misses races between callbacks; one that always does so never lets a program
# reach the quiet states in which other races begin. Each walk keeps to one temper.
TEMPERS: Final = (0.0, 0.1, 0.3, 0.6)


class RandomWalk:
    """Seeded random answers; the same seed gives the same answers to the same questions.

    Labels that start with `quiet:` ask whether the world stays quiet (0) or acts while the loop
    is busy; those are answered with a probability that is fixed for the walk, all others evenly.

    Args:
        seed: Any integer.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable by design, not a secret
        self._temper = TEMPERS[self._random.randrange(len(TEMPERS))]

    def choose(self, label: str, options: int, who: Who = nobody) -> int:  # noqa: ARG002
        """Answer at random."""
        if label.startswith("quiet:"):
            if self._random.random() >= self._temper:
                return 0
            return 1 + int(self._random.random() * (options - 1))
        return int(self._random.random() * options)


class ReplayChoices:
    """Answers written down beforehand: the sparse deviations from the canonical run.

    Args:
        deviations: From the number of a question (counted from 0) to its answer. All questions
            not mentioned get 0. An answer that is out of range for its question is cut to the
            last option, so that a tape stays playable when the program under it is edited.
    """

    def __init__(self, deviations: Mapping[int, int]) -> None:
        self._deviations = dict(deviations)
        self._asked = 0

    def choose(self, label: str, options: int, who: Who = nobody) -> int:  # noqa: ARG002
        """Answer what the tape says."""
        answer = self._deviations.get(self._asked, 0)
        self._asked += 1
        return max(0, min(answer, options - 1))


class Recording:
    """Passes questions on to another source and keeps the answers that were not canonical.

    Args:
        source: The source that answers.
    """

    def __init__(self, source: Choices) -> None:
        self._source = source
        self._asked = 0
        self._deviations: dict[int, int] = {}

    def choose(self, label: str, options: int, who: Who = nobody) -> int:
        """Answer as the source does, and remember it."""
        answer = self._source.choose(label, options, who)
        if answer:
            self._deviations[self._asked] = answer
        self._asked += 1
        return answer

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return self._asked

    @property
    def deviations(self) -> Mapping[int, int]:
        """The answers that were not 0, by the question's number: what `ReplayChoices` replays."""
        return dict(self._deviations)
