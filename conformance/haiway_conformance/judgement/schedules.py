"""Under which schedules a program is run: `Schedules`."""

from collections.abc import Callable, Generator, Iterator
from itertools import islice
from zlib import crc32

from haiway_conformance.exploration import portfolio
from haiway_conformance.judgement.enumeration import Enumeration
from haiway_conformance.judgement.findings import Exhausted
from haiway_conformance.judgement.profiles import Profile
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Choices

__all__ = ("Schedules",)


class Schedules:
    """The schedules of all programs of one property.

    Args:
        seed: They follow from it, and from each program.
        profile: How many there are.
    """

    def __init__(self, seed: int, profile: Profile) -> None:
        self._seed = seed
        self._profile = profile
        self._enumeration = Enumeration(profile.within)

    @property
    def exhausted(self) -> Exhausted:
        """Of which programs all schedules were run."""
        return self._enumeration.exhausted

    def of(self, program: Program, *, is_only: Callable[[], bool]) -> Generator[Choices]:
        """Give the sources of choices for the runs of a program, the canonical one first.

        Args:
            program: The program.
            is_only: Whether the run that there was showed that it is the only one there can be.

        Yields:
            Those of all schedules, if the program is small enough; else some.
        """
        if (yield from self._enumeration.sources(program)):
            return
        for choices in self.some(program.to_text()):
            yield choices
            if is_only():
                break

    def some(self, program: str) -> Iterator[Choices]:
        """Give as many sources of choices as the profile allows.

        Args:
            program: The program, as text. What is drawn follows from it and the seed alone, so that
                what was found in it is found again.
        """
        return islice(portfolio(self._seed, first=crc32(program.encode())), self._profile.schedules)
