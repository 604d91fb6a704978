"""One clause with its outcome: `JudgedClause`."""

from collections.abc import Iterable
from dataclasses import dataclass

from haiway_spec import Clause

from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.result import Outcome

__all__ = ("JudgedClause", "smallest")


@dataclass(frozen=True, slots=True)
class JudgedClause:
    """A clause, and how an implementation does at it.

    Attributes:
        clause: The clause.
        outcome: How it came out.
        programs: How many programs were run to judge it.
        schedules: How many runs there were in all.
        message: What happened instead of what the clause asks, or why it could not be judged.
        counterexample: For a failure, the smallest run that shows it.
        observed: For an open question, the answers seen.
    """

    clause: Clause
    outcome: Outcome
    programs: int = 0
    schedules: int = 0
    message: str = ""
    counterexample: Counterexample | None = None
    observed: tuple[str, ...] = ()


def smallest(counterexamples: Iterable[Counterexample]) -> Counterexample | None:
    """The counterexample to show of several: the smallest one, and always the same.

    Args:
        counterexamples: In any order; without any the answer is None.
    """
    return min(
        counterexamples, key=lambda each: (each.size, len(each.text), each.text), default=None
    )
