"""Small programs under all schedules within bounds, and the books of that: `Enumeration`."""

from collections.abc import Generator
from dataclasses import dataclass

from haiway_conformance.exploration import Bounds, Odometer
from haiway_conformance.judgement.findings import Exhausted
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import AskToStop, Cancel, CancelCurrent
from haiway_conformance.simulation import Choices

__all__ = ("Enumeration", "Within")


@dataclass(frozen=True, slots=True)
class Within:
    """Which programs of a property are run under all schedules, and how many these are.

    Attributes:
        programs: So many at most: the first ones that are small enough.
        operations: What is small enough has so many operations at most.
        cancels: And so many requests to cancel at most, among them.
        schedules: The bounds of the schedules.
    """

    programs: int
    operations: int
    cancels: int
    schedules: Bounds


class Enumeration:
    """Enumerates the schedules of the small programs of one property.

    Args:
        within: The bounds; None if no program is small enough.
    """

    def __init__(self, within: Within | None) -> None:
        self._within = within
        self._chosen: set[Program] = set()
        self._complete = self._cut = self._run = self._pruned = 0

    @property
    def exhausted(self) -> Exhausted:
        """The books."""
        if self._within is None:
            return Exhausted()
        return Exhausted(
            operations=self._within.operations,
            cancels=self._within.cancels,
            deviations=self._within.schedules.deviations,
            limit=self._within.schedules.schedules,
            complete=self._complete,
            cut=self._cut,
            run=self._run,
            pruned=self._pruned,
        )

    def sources(self, program: Program) -> Generator[Choices, None, bool]:
        """Give the sources of choices for all schedules of a program, if it is one of those.

        The same program always is, or is not: what was found is found again.

        Args:
            program: The program.

        Yields:
            The sources, the canonical one first.

        Returns:
            Whether these are all there are within the bounds.
        """
        if self._within is None or not self._is_chosen(program, self._within):
            return False
        odometer = Odometer(self._within.schedules)
        try:
            yield from odometer
        finally:
            self._complete += odometer.cut is None
            self._cut += odometer.cut is not None
            self._run += odometer.run
            self._pruned += odometer.pruned
        return odometer.cut is None

    def _is_chosen(self, program: Program, within: Within) -> bool:
        if program in self._chosen:
            return True
        if len(self._chosen) == within.programs or program.size > within.operations:
            return False
        if (
            sum(isinstance(each, AskToStop | Cancel | CancelCurrent) for each in program)
            > within.cancels
        ):
            return False
        self._chosen.add(program)
        return True
