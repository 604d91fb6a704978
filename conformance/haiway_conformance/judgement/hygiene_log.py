"""Log what runs of a property leave behind, by the clauses of chapter hygiene: `HygieneLog`."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.contrast import contrast
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.findings import Contrast
from haiway_conformance.judgement.hygiene import checks
from haiway_conformance.judgement.oracle import Attempt, Attempting, oracles_for
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.shrinking import BUDGET, shrunk
from haiway_conformance.kit_error import KitError
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Choices

__all__ = ("HygieneLog", "Unclean")


@dataclass(frozen=True, slots=True)
class Unclean:
    """A run that left something behind.

    Attributes:
        run: The run.
        complaint: A sentence that says what it left.
        minimal: True if it is known to be as small as possible, False if the budget ran out before
            that was known, None if nobody tried.
        contrast: The first difference to a run that leaves nothing; None if none is known.
    """

    run: Run
    complaint: str
    minimal: bool | None = None
    contrast: Contrast | None = None


class HygieneLog:
    """Judges the hygiene of runs, and keeps the smallest unclean one for each clause.

    Args:
        adapter: The implementation.
        seed: The seed of random schedules.
        oracles: Right implementations: what one of them leaves behind too is no violation.
        budget: Returns the budget for making a run smaller, in loop iterations, by the id of the
            clause that it violates; 0 to leave it as it is.
    """

    def __init__(
        self,
        adapter: Adapter,
        *,
        seed: int,
        oracles: Sequence[Adapter] = (),
        budget: Callable[[str], int] = lambda _: BUDGET,
    ) -> None:
        self._adapter = adapter
        self._oracles = oracles
        self._budget = budget
        self._seed = seed
        self._met: Counter[str] = Counter()
        self._unclean: dict[str, Unclean] = {}

    @property
    def met(self) -> Mapping[str, int]:
        """The number of programs that met the premise of each clause, by its id."""
        return dict(sorted(self._met.items()))

    def count(self, clauses: set[str]) -> None:
        """Count a program.

        Args:
            clauses: The ids of the clauses whose premises it met.
        """
        self._met.update(clauses)

    def add(self, run: Run) -> set[str]:
        """Judge the hygiene of a run.

        Args:
            run: The run.

        Returns:
            The ids of the clauses whose premises it met.
        """
        met = set[str]()
        for check in checks(run):
            if check.met:
                met.add(check.clause)
            if check.complaint is not None:
                known = self._unclean.get(check.clause)
                if known is None or run.program.size < known.run.program.size:
                    self._unclean[check.clause] = Unclean(run, check.complaint)
        return met

    def smallest(self) -> Mapping[str, Unclean]:
        """Return the smallest unclean run for each clause that was broken, made smaller still."""
        return {
            clause: self._smaller(clause, found) for clause, found in sorted(self._unclean.items())
        }

    def _smaller(self, clause: str, found: Unclean) -> Unclean:
        budget = self._budget(clause)
        if not budget:
            return found

        def asking(adapter: Adapter) -> Attempting:
            def attempt(program: Program, choices: Choices) -> Attempt:
                try:
                    run = execute(adapter, program, choices)
                except KitError:  # the adapter lacks what the program needs
                    return Attempt(None, None, met=False)
                complaint = next(
                    (each.complaint for each in checks(run) if each.clause == clause), None
                )
                return Attempt(run, None if complaint is None else Violation(complaint), met=True)

            return attempt

        oracles = oracles_for(self._oracles, asking, clause)
        small = shrunk(
            found.run,
            Violation(found.complaint),
            asking(self._adapter),
            oracles=oracles,
            seed=self._seed,
            budget=budget,
        )
        other = contrast(small.run, asking(self._adapter), oracles, self._seed)
        return Unclean(small.run, small.violation.sentence, small.minimal, other)
