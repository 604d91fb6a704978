"""Whole programs in which somebody outside asks tasks to stop: `interrupted_programs`."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Final

from haiway_conformance.programs.program import Program
from haiway_conformance.programs.requested import requested
from haiway_conformance.suite.monitoring.theme import Piece, Theme
from haiway_conformance.suite.random_programs.mixture import LARGEST, random_program

__all__ = (
    "POINTS",
    "interrupted_programs",
)

POINTS: Final = 40
"""A program in which so many requests are possible, or fewer, is tried with each of them."""


# Mostly small, so that all points are tried.
_SIZES: Final = (2, 2, 2, LARGEST)


# In what an implementation suspends: in each program there is one of these at least.
_ABOUT: Final[tuple[Piece, ...]] = (
    *("scope", "spawn", "endless", "process", "execute", "stream", "merge"),
)


# To so many with one request, there is one with two.
_SINGLES: Final = 3


def interrupted_programs(seed: int, theme: Theme) -> Iterator[Program]:
    """Draw programs, and ask a task to stop at each point of them; endlessly many.

    A small program comes once with each request that is possible, a large one with some of them;
    then with two, drawn at random. Nobody in it asks anybody to stop, so that what happens has no
    other reason.

    Args:
        seed: The same one gives the same programs.
        theme: What they are about.

    Yields:
        Programs that each have one request from outside, or two.
    """
    random = Random(seed)  # noqa: S311 - repeatable by design, not a secret
    while True:
        always = tuple(each for each in theme.always if each not in ("stop", "deadline"))
        about = replace(theme, stopping=False, always=(*always, random.choice(_ABOUT)))
        size = random.choice(_SIZES)
        singles = list(requested(random_program(random.getrandbits(32), about, size)))
        places = range(len(singles))
        if len(singles) > POINTS:
            places = sorted(random.sample(places, POINTS))
        yield from (singles[place] for place in places)
        for place in random.sample(places, len(places) // _SINGLES):
            second = random.randrange(len(singles))
            yield from islice(requested(singles[place]), second, second + 1)
