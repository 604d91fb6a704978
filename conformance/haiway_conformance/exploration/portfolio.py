"""The portfolio: for one program, one source of choices after the other."""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Final

from haiway_conformance.exploration.deadlines import Deadlines
from haiway_conformance.exploration.delays import Delays
from haiway_conformance.exploration.paced import Paced
from haiway_conformance.exploration.priorities import Priorities
from haiway_conformance.simulation import Canonical, Choices, RandomWalk, Who, nobody

__all__ = ("portfolio",)

# After so many questions a run of an unfair order goes on canonically; most programs have less.
# What is left out for many more iterations of the loop could be taken for a livelock.
QUESTIONS: Final = 300

# Which strategy has its turn after which. Priorities find most, and what they miss in a few runs,
# in programs of few decisions above all, others find: none of them alone is best for all programs.
TURNS: Final = (
    "priorities",
    "walk",
    "priorities",
    "deadlines",
    "priorities",
    "walk",
    "delays",
    "priorities",
)

DEPTHS: Final = (2, 3, 3, 4)
DELAYS: Final = (1, 2, 3)

# How lively the world is in which an order decides. In a quiet one, the order's guarantees hold.
PACES: Final = (0.0, 0.0, 0.0, 0.1, 0.3)

# How readily deadlines pass while callbacks are ready.
HASTES: Final = (0.3, 0.6, 1.0)


def portfolio(seed: int, *, first: int = 0, questions: int = QUESTIONS) -> Iterator[Choices]:
    """Give the sources of choices for the runs of one program: endlessly many.

    The first one is canonical, and learns how many decisions the program has. A source is to be
    used up by a run before the next one is asked for.

    Args:
        seed: The same seed gives the same sources.
        first: Whose turn is the first one. With another number for each program, a few sources for
            each are of all strategies in all, and none decides in one as it did in another.
        questions: After so many questions a run of an unfair order goes on canonically.

    Yields:
        The sources.
    """
    probe = _Probe(questions)
    yield probe
    length = max(1, probe.decisions)
    for index in count(first):
        turn = TURNS[index % len(TURNS)]
        seeded = seed * 1_000_003 + index + 1
        random = Random(seeded)  # noqa: S311 - repeatable by design, not a secret
        events = time = random.choice(PACES)
        match turn:
            case "walk":
                yield RandomWalk(seeded)
                continue
            case "deadlines" if probe.timers:
                order = Deadlines(random)
                events, time = 0.0, random.choice(HASTES)
            case "delays":
                order = Delays(random, delays=random.choice(DELAYS), length=length)
            case _:
                order = Priorities(random, depth=random.choice(DEPTHS), length=length)
        yield Paced(order, random, events=events, time=time, questions=questions)


class _Probe(Canonical):
    """The canonical answers; counts the decisions between things that may happen.

    Args:
        questions: In so many questions.
    """

    def __init__(self, questions: int) -> None:
        self.decisions = 0
        self.timers = False
        self._left = questions

    def choose(self, label: str, options: int, who: Who = nobody) -> int:
        if label == "quiet:time":
            self.timers = True
        if self._left and not label.startswith("quiet:"):
            self.decisions += 1
        self._left = max(0, self._left - 1)
        return super().choose(label, options, who)
