"""One clause with its outcome: `JudgedClause`, and the properties of it that failed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from haiway_spec import Clause

from haiway_conformance.exploration import Exhausted
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.result import Outcome

__all__ = ("FailedProperty", "JudgedClause", "smallest_first")


@dataclass(frozen=True, slots=True)
class FailedProperty:
    """One side of a clause that an implementation fails.

    Attributes:
        test: The property, as `Result.test` names it.
        message: What happened instead of what the clause asks.
        counterexample: The run that shows it; None if the property runs no programs.
    """

    test: str
    message: str
    counterexample: Counterexample | None = None

    @property
    def name(self) -> str:
        """What the property says, in words: its function's name, and its parameters if any."""
        function = self.test.partition("::")[2] or self.test
        name, bracket, parameters = function.removeprefix("test_").partition("[")
        return name.replace("_", " ") + (f" [{parameters}" if bracket else "")


@dataclass(frozen=True, slots=True)
class JudgedClause:
    """A clause, and how an implementation does at it.

    Attributes:
        clause: The clause.
        outcome: How it came out.
        programs: How many programs were run to judge it.
        met: How many of them met the premise of the property that they were drawn for.
        schedules: How many runs there were in all.
        message: What happened instead of what the clause asks, or why it could not be judged. Of
            several failures, that of the first.
        failures: Each property that failed, the smallest counterexample first. Of a clause of
            chapter hygiene only the first one, with the property whose programs show it.
        observed: For an open question, the answers seen.
        exhausted: The programs that were run under all schedules within bounds. None of chapter
            hygiene: they are those of other clauses.
    """

    clause: Clause
    outcome: Outcome
    programs: int = 0
    met: int = 0
    schedules: int = 0
    message: str = ""
    failures: tuple[FailedProperty, ...] = ()
    observed: tuple[str, ...] = ()
    exhausted: Exhausted = field(default_factory=Exhausted)

    @property
    def counterexample(self) -> Counterexample | None:
        """For a failure, the smallest run that shows it."""
        return self.failures[0].counterexample if self.failures else None


def smallest_first(failures: Iterable[FailedProperty]) -> tuple[FailedProperty, ...]:
    """Put failures into the order in which they are told: always the same.

    Args:
        failures: In any order.

    Returns:
        Those with the smallest counterexample first, those without any last; those of one size by
        name.
    """
    return tuple(sorted(failures, key=_rank))


def _rank(failed: FailedProperty) -> tuple[bool, int, str, str, str, str]:
    shown = failed.counterexample
    size, text = (0, "") if shown is None else (shown.size, shown.text)
    # What follows the name matters only if a property came to several results.
    return (shown is None, size, failed.name, failed.test, text, failed.message)
