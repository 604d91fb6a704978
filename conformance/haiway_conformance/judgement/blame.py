"""Leave out runs that end badly because of other clauses, and note which: `Blame`."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import ReplayChoices

__all__ = ("Blame", "Blamed", "FindViolated", "find_nothing")

KEPT: Final = 5
"""The number of programs that are kept to find out why none met the premise."""

type FindViolated = Callable[[Run], Mapping[str, str]]
"""Finds the clauses that a run violates, whatever clause its program was made for: returns what
happened instead of what they ask, by their ids."""


def find_nothing(run: Run) -> Mapping[str, str]:  # noqa: ARG001
    """Find no clause that a run violates."""
    return {}


@dataclass(frozen=True, slots=True)
class Blamed:
    """A run that violates another clause than the one that it was to judge.

    Attributes:
        run: The run.
        sentence: What happened instead of what the other clause asks.
    """

    run: Run
    sentence: str


class Blame:
    """Leaves out the runs of one property for which other clauses are to blame.

    Args:
        clause: The id of the clause that the property judges.
        find_violated: Finds the clauses that a run violates.

    Attributes:
        left_out: The number of runs that were left out.
        blamed: The smallest of them for each clause that is to blame, by its id.
    """

    def __init__(self, clause: str, find_violated: FindViolated = find_nothing) -> None:
        self.left_out = 0
        self.blamed: dict[str, Blamed] = {}
        self._clause = clause
        self._find_violated = find_violated
        self._unmet = deque[tuple[Program, Mapping[int, int]]](maxlen=KEPT)

    def anew(self) -> "Blame":
        """Return the same without any runs."""
        return Blame(self._clause, self._find_violated)

    def leave_out(self, run: Run, *, certainly: bool = False) -> bool:
        """Leave out a run that ended badly, if the clause that is judged is not to blame.

        Args:
            run: The run.
            certainly: True to leave it out even if no clause is found that is to blame.

        Returns:
            True if it is left out: it violates other clauses, and not the one that is judged.
        """
        violated = self._find_violated(run)
        if not certainly and (not violated or self._clause in violated):
            return False
        self.left_out += 1
        self._note(run, violated)
        return True

    def violated(self, run: Run) -> Iterable[str]:
        """Return the ids of the clauses that a run violates.

        Args:
            run: The run.
        """
        return self._find_violated(run)

    def keep(self, run: Run) -> None:
        """Keep the last run of a program that did not meet the property's premise.

        Args:
            run: The run.
        """
        self._unmet.append((run.program, run.deviations))

    def explain_vacuity(self, adapter: Adapter) -> None:
        """Find out if other clauses are to blame that no program met the premise.

        Args:
            adapter: The implementation.
        """
        while self._unmet:
            program, deviations = self._unmet.popleft()
            run = execute(adapter, program, ReplayChoices(deviations))
            self._note(run, self._find_violated(run))

    def _note(self, run: Run, violated: Mapping[str, str]) -> None:
        if self._clause in violated:
            return
        for clause, sentence in violated.items():
            known = self.blamed.get(clause)
            if known is None or run.program.size < known.run.program.size:
                self.blamed[clause] = Blamed(run, sentence)
