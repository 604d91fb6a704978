"""The clauses of chapter hygiene, which are judged by the programs of all the other clauses."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from haiway_spec import Clause, Level

from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.judged import JudgedClause, smallest
from haiway_conformance.report.result import NOT_OBSERVED, Outcome, Result

__all__ = ("HYGIENE", "judge_hygiene")

HYGIENE: Final = "hygiene"
"""The name of the chapter."""

# A clause names the capabilities that it needs all of; here one of several is enough, which no
# clause can say of itself. Without any of them the premise can't occur, and that is nobody's fault.
_NEEDS_ONE_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"hygiene/generators-closed": ("stream", "merge")}
)


def judge_hygiene(
    clause: Clause, results: Sequence[Result], present: Collection[str]
) -> JudgedClause | None:
    """Judge a hygiene clause by what all properties found.

    Args:
        clause: A clause of chapter hygiene.
        results: The results of all properties.
        present: The capabilities that the implementation has.

    Returns:
        The clause with its outcome; None if no program was run at all, so that nothing can be
        said about it.
    """
    if not any(each.findings.programs for each in results):
        return None
    checked = sum(each.findings.hygiene.get(clause.id, 0) for each in results)
    schedules = sum(
        each.findings.schedules for each in results if each.findings.hygiene.get(clause.id)
    )
    shown = smallest(
        each.findings.unclean[clause.id] for each in results if clause.id in each.findings.unclean
    )
    if clause.level is Level.MAY:
        return JudgedClause(
            clause, Outcome.RECORDED, checked, schedules, observed=(_observed(checked, shown),)
        )
    outcome, message = _outcome(clause, checked, shown, present)
    return JudgedClause(clause, outcome, checked, schedules, message, shown)


def _outcome(
    clause: Clause, checked: int, shown: Counterexample | None, present: Collection[str]
) -> tuple[Outcome, str]:
    if shown is not None:
        return Outcome.FAILED, shown.message
    if checked:
        return Outcome.PASSED, ""
    needed = _NEEDS_ONE_OF.get(clause.id, ())
    if needed and not set(needed) & set(present):
        return Outcome.UNSUPPORTED, f"the implementation lacks {' and '.join(needed)}"
    return Outcome.VACUOUS, "no program met its premise"


def _observed(checked: int, shown: Counterexample | None) -> str:
    if shown is not None:
        return f"does not hold: {shown.message}"
    return "holds in every program" if checked else NOT_OBSERVED
