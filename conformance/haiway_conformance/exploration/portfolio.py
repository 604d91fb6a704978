"""Sample the schedules of a program with several strategies in turn: `portfolio`."""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Final

from haiway_conformance.exploration.deadlines import Deadlines
from haiway_conformance.exploration.delays import Delays
from haiway_conformance.exploration.paced import Paced
from haiway_conformance.exploration.priorities import Priorities
from haiway_conformance.simulated_loop import Canonical, Choices, RandomWalk, Waiters, no_waiters

__all__ = ("portfolio",)

# The number of questions after which a run of an unfair order goes on canonically. Most programs
# ask fewer; a task that is left out for many more iterations could be taken for a livelock.
QUESTIONS: Final = 300

# The order in which strategies take turns. Priorities find most bugs, and others find those that
# priorities miss in a few runs, above all in programs with few decisions: none is best for all.
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

# The probabilities that the environment acts. In a quiet one, the guarantees of an order hold.
PACES: Final = (0.0, 0.0, 0.0, 0.1, 0.3)

# The probabilities that time passes while callbacks are ready.
HASTES: Final = (0.3, 0.6, 1.0)


def portfolio(seed: int, *, first: int = 0, questions: int = QUESTIONS) -> Iterator[Choices]:
    """Yield sources of choices for the runs of one program, without end.

    The first one is canonical, and counts the decisions of the program. Run the program with each
    source before asking for the next.

    Args:
        seed: The same seed gives the same sources.
        first: The number of the first turn. With another one for each program, a few sources for
            each program cover all strategies, and none decides twice in the same way.
        questions: The number of questions after which a run of an unfair order goes on canonically.

    Yields:
        The sources.
    """
    probe = _Probe(questions)
    yield probe
    length = max(1, probe.decisions)
    for index in count(first):
        turn = TURNS[index % len(TURNS)]
        seeded = seed * 1_000_003 + index + 1
        if turn == "walk":
            yield RandomWalk(seeded)
            continue
        random = Random(seeded)  # noqa: S311 - repeatable by design, not a secret
        events = time = random.choice(PACES)
        match turn:
            case "deadlines" if probe.timers:
                order = Deadlines(random)
                events, time = 0.0, random.choice(HASTES)
            case "delays":
                order = Delays(random, delays=random.choice(DELAYS), length=length)
            case _:
                order = Priorities(random, depth=random.choice(DEPTHS), length=length)
        yield Paced(order, random, events=events, time=time, questions=questions)


class _Probe(Canonical):
    """Gives the canonical answers, and counts the decisions between events.

    Args:
        questions: The number of questions in which it counts.
    """

    def __init__(self, questions: int) -> None:
        self.decisions = 0
        self.timers = False
        self._left = questions

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:
        if label == "quiet:time":
            self.timers = True
        if self._left and not label.startswith("quiet:"):
            self.decisions += 1
        self._left = max(0, self._left - 1)
        return super().choose(label, options, waiters)
