"""What the runs of a property leave behind: the books of chapter `hygiene`, `LeftBehind`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.hygiene import checks
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.shrinking import Attempt, shrunk
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Choices

__all__ = ("LeftBehind", "Unclean")

# What making one smaller may take, in loop iterations: one for each clause and property.
BUDGET: Final = 50_000


@dataclass(frozen=True, slots=True)
class Unclean:
    """A run that left something behind.

    Attributes:
        run: The run.
        complaint: What it left, in a sentence.
        minimal: Whether it is known to be as small as it can be.
    """

    run: Run
    complaint: str
    minimal: bool = False


class LeftBehind:
    """Looks after each run, and keeps the smallest one that was not clean, for each clause.

    Args:
        adapter: The implementation.
        seed: What random schedules follow from.
    """

    def __init__(self, adapter: Adapter, *, seed: int) -> None:
        self._adapter = adapter
        self._seed = seed
        self._met: Counter[str] = Counter()
        self._unclean: dict[str, Unclean] = {}

    @property
    def met(self) -> Mapping[str, int]:
        """How many programs met the premise of each clause."""
        return dict(sorted(self._met.items()))

    def count(self, clauses: set[str]) -> None:
        """Note whose premises a program has met.

        Args:
            clauses: The ids of the clauses.
        """
        self._met.update(clauses)

    def look(self, run: Run) -> set[str]:
        """Look at what a run has left.

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
        """For each clause that was broken, the smallest run that was found.

        It is made smaller still. No control is asked whether that is sound: what a run may not
        leave behind, it may not after any program.
        """
        return {
            clause: self._smaller(clause, found) for clause, found in sorted(self._unclean.items())
        }

    def _smaller(self, clause: str, found: Unclean) -> Unclean:
        def trying(program: Program, choices: Choices, *, control: bool = False) -> Attempt:
            del control
            run = execute(self._adapter, program, choices)
            complaint = next(
                (each.complaint for each in checks(run) if each.clause == clause), None
            )
            return Attempt(run, None if complaint is None else Violation(complaint), met=True)

        small = shrunk(
            found.run,
            Violation(found.complaint),
            trying,
            seed=self._seed,
            controlled=False,
            budget=BUDGET,
        )
        return Unclean(small.run, small.violation.sentence, small.minimal)
