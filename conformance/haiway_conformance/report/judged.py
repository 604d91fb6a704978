"""A clause with its outcome, and those of its properties that failed: `JudgedClause`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from haiway_spec import Clause

from haiway_conformance.exploration import Exhausted
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.known_failures import KnownFailure
from haiway_conformance.report.result import Outcome

__all__ = ("FailedProperty", "JudgedClause", "smallest_first")


@dataclass(frozen=True, slots=True)
class FailedProperty:
    """A property of a clause that failed.

    Attributes:
        test: The property, as `Result.test` names it.
        message: What happened instead of what the clause asks.
        counterexample: A run that shows it; None if the property runs no programs.
    """

    test: str
    message: str
    counterexample: Counterexample | None = None

    @property
    def name(self) -> str:
        """The property in words: its function's name, and its parameters if there are any."""
        function = self.test.partition("::")[2] or self.test
        name, bracket, parameters = function.removeprefix("test_").partition("[")
        return name.replace("_", " ") + (f" [{parameters}" if bracket else "")


@dataclass(frozen=True, slots=True)
class JudgedClause:
    """A clause, and its outcome for an implementation.

    Attributes:
        clause: The clause.
        outcome: The outcome.
        programs: The number of programs that were run to judge it.
        met: The number of those that met the premise of their property.
        schedules: The number of runs in all.
        message: What happened instead of what the clause asks, or why it could not be judged; of
            several failures, the message of the first.
        failures: Each property that failed, the smallest counterexample first. For a clause of
            chapter hygiene only the first one, with the property whose programs show it.
        observed: For a clause of level MAY, the behaviours seen.
        shows: For each of these that a run shows, the token of the smallest such run.
        left_out: The number of runs that said nothing about the clause, because they ended badly
            by the fault of others, or because a right implementation shows the same.
        blocked_by: The clauses that are to blame if all its runs were such; sorted.
        exhausted: The programs that were run under all schedules within bounds. Empty for chapter
            hygiene, whose programs belong to other clauses.
        known: The known failures that its outcome has to do with: its own one, or for a clause that
            is blocked those of the clauses that block it, if all of them are known to fail.
    """

    clause: Clause
    outcome: Outcome
    programs: int = 0
    met: int = 0
    schedules: int = 0
    message: str = ""
    failures: tuple[FailedProperty, ...] = ()
    observed: tuple[str, ...] = ()
    shows: Mapping[str, str] = field(default_factory=dict[str, str])
    left_out: int = 0
    blocked_by: tuple[str, ...] = ()
    exhausted: Exhausted = field(default_factory=Exhausted)
    known: tuple[KnownFailure, ...] = ()

    @property
    def counterexample(self) -> Counterexample | None:
        """The smallest run that shows a failure; None for none."""
        return self.failures[0].counterexample if self.failures else None


def smallest_first(failures: Iterable[FailedProperty]) -> tuple[FailedProperty, ...]:
    """Sort failures into the order in which they are shown.

    Args:
        failures: The failures, in any order.

    Returns:
        Those with the smallest counterexample first, those without one last; those of equal size
        by name.
    """
    return tuple(sorted(failures, key=_rank))


def _rank(failed: FailedProperty) -> tuple[bool, int, str, str, str, str]:
    shown = failed.counterexample
    size, text = (0, "") if shown is None else (shown.size, shown.text)
    # What follows the name matters only if a property has several results.
    return (shown is None, size, failed.name, failed.test, text, failed.message)
