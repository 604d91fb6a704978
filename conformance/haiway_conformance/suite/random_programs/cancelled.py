"""Random programs whose tasks are cancelled from outside: `cancelled_programs`."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Final

from haiway_conformance.programs.cancellation_injection import injected
from haiway_conformance.programs.program import Program
from haiway_conformance.suite.monitoring.theme import Piece, Theme
from haiway_conformance.suite.random_programs.mixture import LARGEST, random_program

__all__ = (
    "EXHAUSTIVE_UP_TO",
    "cancelled_programs",
)

EXHAUSTIVE_UP_TO: Final = 40
"""A program with at most this many possible cancellations is tried with each of them."""


# Mostly small, so that every possible cancellation is tried.
_SIZES: Final = (2, 2, 2, LARGEST)


# The pieces in which an implementation itself suspends: each program has at least one of them.
_ABOUT: Final[tuple[Piece, ...]] = (
    *("scope", "spawn", "endless", "process", "execute", "stream", "merge"),
)


# For this many programs with one cancellation, there is one with two.
_SINGLES: Final = 3


def cancelled_programs(seed: int, theme: Theme) -> Iterator[Program]:
    """Draw programs without end, and cancel their tasks at each suspension.

    A small program comes once with each possible cancellation, a large one with some of them; then
    some come with two cancellations, drawn at random. The programs cancel nothing themselves, so
    that what happens has no other reason.

    Args:
        seed: The same seed draws the same programs.
        theme: What the programs are about.

    Yields:
        Programs that have one cancellation from outside, or two.
    """
    random = Random(seed)  # noqa: S311 - repeatable by design, not a secret
    while True:
        always = tuple(each for each in theme.always if each not in ("cancel", "deadline"))
        about = replace(theme, cancelling=False, always=(*always, random.choice(_ABOUT)))
        size = random.choice(_SIZES)
        singles = list(injected(random_program(random.getrandbits(32), about, size)))
        places = range(len(singles))
        if len(singles) > EXHAUSTIVE_UP_TO:
            places = sorted(random.sample(places, EXHAUSTIVE_UP_TO))
        yield from (singles[place] for place in places)
        for place in random.sample(places, len(places) // _SINGLES):
            second = random.randrange(len(singles))
            yield from islice(injected(singles[place]), second, second + 1)
