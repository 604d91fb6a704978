"""Judge the clauses of chapter hygiene by the programs of all other clauses: `judge_hygiene`."""

from collections.abc import Collection, Sequence
from typing import Final

from haiway_spec import Clause, Level

from haiway_conformance.report.judged import FailedProperty, JudgedClause, smallest_first
from haiway_conformance.report.result import NOT_OBSERVED, Outcome, Result

__all__ = ("HYGIENE", "judge_hygiene")

HYGIENE: Final = "hygiene"
"""The name of the chapter."""


def judge_hygiene(
    clause: Clause, results: Sequence[Result], present: Collection[str]
) -> JudgedClause | None:
    """Judge a hygiene clause by the findings of all properties.

    Args:
        clause: A clause of chapter hygiene.
        results: The results of all properties.
        present: The capabilities that the implementation has.

    Returns:
        The clause with its outcome; None if no program was run at all.
    """
    if not any(each.findings.programs for each in results):
        return None
    checked = sum(each.findings.hygiene.get(clause.id, 0) for each in results)
    schedules = sum(
        each.findings.schedules for each in results if each.findings.hygiene.get(clause.id)
    )
    failures = _failures(clause, results)
    if clause.level is Level.MAY:
        answer = _observed(checked, failures)
        return JudgedClause(
            clause, Outcome.RECORDED, checked, checked, schedules, observed=(answer,)
        )
    outcome, message = _outcome(clause, checked, failures, present)
    return JudgedClause(clause, outcome, checked, checked, schedules, message, failures)


def _failures(clause: Clause, results: Sequence[Result]) -> tuple[FailedProperty, ...]:
    # An implementation that leaves something behind does so in the programs of most properties, so
    # one of them is enough.
    unclean = ((each.test, each.findings.unclean.get(clause.id)) for each in results)
    return smallest_first(
        FailedProperty(test, shown.message, shown) for test, shown in unclean if shown is not None
    )[:1]


def _outcome(
    clause: Clause, checked: int, failures: Sequence[FailedProperty], present: Collection[str]
) -> tuple[Outcome, str]:
    if failures:
        return Outcome.FAILED, failures[0].message
    if checked:
        return Outcome.PASSED, ""
    if missing := clause.missing(present):
        return Outcome.UNSUPPORTED, f"the implementation lacks {' and '.join(missing)}"
    return Outcome.VACUOUS, "no program met its premise"


def _observed(checked: int, failures: Sequence[FailedProperty]) -> str:
    if failures:
        return f"does not hold: {failures[0].message}"
    return "holds in every program" if checked else NOT_OBSERVED
