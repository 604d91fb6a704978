"""The schedules of all programs of one property: `Schedules`."""

from collections.abc import Callable, Generator, Iterator
from itertools import islice
from zlib import crc32

from haiway_conformance.exploration.exhaustive import (
    Exhausted,
    ExhaustiveSchedules,
    Size,
    SmallPrograms,
)
from haiway_conformance.exploration.portfolio import portfolio
from haiway_conformance.simulated_loop import Choices

__all__ = ("Schedules",)


class Schedules:
    """The schedules under which the programs of one property are run.

    Args:
        seed: The seed of all schedules, together with each program's text.
        number: The number of schedules of each program.
        small: Which programs are run under all schedules within bounds instead; None for none.
    """

    def __init__(self, seed: int, number: int, small: SmallPrograms | None = None) -> None:
        self._seed = seed
        self._number = number
        self._exhaustive = ExhaustiveSchedules(small)

    @property
    def exhausted(self) -> Exhausted:
        """The programs that were run under all schedules within bounds."""
        return self._exhaustive.exhausted

    def of(self, program: str, size: Size, *, is_only: Callable[[], bool]) -> Generator[Choices]:
        """Yield the sources of choices for the runs of a program, the canonical one first.

        Args:
            program: The program, as text.
            size: Its size.
            is_only: Returns True if the last run showed that no other schedule is possible.

        Yields:
            The sources of all schedules within bounds, if the program is small enough; else, or if
            there are too many, those of `sampled`.
        """
        if (yield from self._exhaustive.of(program, size)):
            return
        for choices in self.sampled(program):
            yield choices
            if is_only():
                break

    def sampled(self, program: str) -> Iterator[Choices]:
        """Return a sample of sources of choices, the canonical one first.

        Args:
            program: The program, as text. The sample depends on it and the seed alone, so that a
                violation that was found in a program is found again.
        """
        return islice(portfolio(self._seed, first=crc32(program.encode())), self._number)
