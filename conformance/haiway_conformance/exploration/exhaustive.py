"""Small programs under all schedules within bounds: `ExhaustiveSchedules`."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from typing import Self

from haiway_conformance.exploration.bounded_search import BoundedSearch, Bounds
from haiway_conformance.simulated_loop import Choices

__all__ = ("Exhausted", "ExhaustiveSchedules", "Size", "SmallPrograms")


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a program.

    Attributes:
        operations: The number of its operations.
        cancels: The number of requests to cancel among them.
    """

    operations: int
    cancels: int


@dataclass(frozen=True, slots=True)
class SmallPrograms:
    """Which programs of a property are run under all schedules, and how many these may be.

    Attributes:
        programs: The largest number of programs: the first ones that are small enough.
        operations: The largest number of operations in a small program.
        cancels: The largest number of requests to cancel in a small program.
        schedules: The bounds of the schedules.
    """

    programs: int
    operations: int
    cancels: int
    schedules: Bounds


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The programs that were run under all schedules within bounds.

    Attributes:
        operations: The largest number of operations that they could have.
        cancels: The largest number of requests to cancel that they could have.
        deviations: The largest number of deviations of a schedule from the canonical one.
        limit: The largest number of schedules of one program.
        complete: The number of programs of which every schedule within these bounds was run, or
            was pruned because it would have come to the same as another one.
        cut: The number of programs of which that is not so.
        run: The number of schedules that were run, of all these programs.
        pruned: The number of schedules that were pruned, because they lead to a known state. Each
            stands for all those that deviate later, too.
    """

    operations: int = 0
    cancels: int = 0
    deviations: int = 0
    limit: int = 0
    complete: int = 0
    cut: int = 0
    run: int = 0
    pruned: int = 0

    @classmethod
    def together(cls, several: Iterable[Self]) -> Self:
        """Add up the counts of several properties.

        Args:
            several: The counts; where there are any, their bounds are the same.
        """
        found = [each for each in several if each.complete or each.cut]
        if not found:
            return cls()
        added = {
            name: sum(getattr(each, name) for each in found)
            for name in ("complete", "cut", "run", "pruned")
        }
        return replace(found[0], **added)


class ExhaustiveSchedules:
    """All schedules, within bounds, of the small programs of one property.

    Args:
        small: Which programs are small enough; None if none is.
    """

    def __init__(self, small: SmallPrograms | None) -> None:
        self._small = small
        self._chosen: set[str] = set()
        self._complete = self._cut = self._run = self._pruned = 0

    @property
    def exhausted(self) -> Exhausted:
        """The counts so far, and the bounds."""
        if self._small is None:
            return Exhausted()
        return Exhausted(
            operations=self._small.operations,
            cancels=self._small.cancels,
            deviations=self._small.schedules.deviations,
            limit=self._small.schedules.schedules,
            complete=self._complete,
            cut=self._cut,
            run=self._run,
            pruned=self._pruned,
        )

    def of(self, program: str, size: Size) -> Generator[Choices, None, bool]:
        """Yield the sources of choices for all schedules of a program, if it is chosen.

        The decision on a program stays the same, so that a violation that was found in it is found
        again.

        Args:
            program: The program, as text.
            size: Its size.

        Yields:
            The sources of choices, the canonical one first; none if the program is not chosen.

        Returns:
            True if these are all schedules within the bounds.
        """
        if self._small is None or not self._choose(program, size, self._small):
            return False
        search = BoundedSearch(self._small.schedules)
        try:
            yield from search
        finally:
            self._complete += search.cut is None
            self._cut += search.cut is not None
            self._run += search.run
            self._pruned += search.pruned
        return search.cut is None

    def _choose(self, program: str, size: Size, small: SmallPrograms) -> bool:
        if program in self._chosen:
            return True
        if len(self._chosen) == small.programs:
            return False
        if size.operations > small.operations or size.cancels > small.cancels:
            return False
        self._chosen.add(program)
        return True
