"""Compare the outcomes of two reports: `changes`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from haiway_spec import Clause, Level, specification

from haiway_conformance.report import JudgedClause, Outcome, Report

__all__ = ("Change", "Direction", "changes")

# A clause that cannot be judged is worse than one that passes, and better than one that fails.
_RANKS: Final = {
    Outcome.PASSED: 2,
    Outcome.UNEXPECTED_PASS: 2,
    Outcome.RECORDED: 2,
    Outcome.FAILED: 0,
    Outcome.KNOWN_FAILURE: 0,
}
_NOT_JUDGED: Final = 1


class Direction(StrEnum):
    """In which way a clause's outcome has changed."""

    WORSE = "worse"
    """It fails now, or can't be judged any more."""

    BETTER = "better"
    """It passes now, or no longer fails."""

    OTHERWISE = "otherwise"
    """It fails in another way, can't be judged for another reason, or another choice is made."""


@dataclass(frozen=True, slots=True)
class Change:
    """A clause whose outcome is not the same in two reports.

    Attributes:
        clause: The clause.
        before: Its outcome in the first report; None if it was not judged there.
        after: Its outcome in the second report; None if it was not judged there.
        direction: The way in which it has changed.
    """

    clause: Clause
    before: JudgedClause | None
    after: JudgedClause | None
    direction: Direction


def changes(before: Report, after: Report) -> tuple[Change, ...]:
    """Find the clauses whose outcomes differ.

    Args:
        before: The first report.
        after: The second report.

    Returns:
        Them, in the specification's order. A clause that neither report has judged is left out; so
        is one that a report leaves out because it judges only a part.
    """
    found: list[Change] = []
    one, other = (
        {each.clause.id: each for each in report.judgement.clauses} for report in (before, after)
    )
    for clause in specification().clauses:
        old, new = one.get(clause.id), other.get(clause.id)
        if (old is None and before.partial) or (new is None and after.partial):
            continue
        direction = _direction(old, new)
        if direction is not None and clause.level is Level.MAY:
            direction = Direction.OTHERWISE  # whatever is done there is right
        if direction is not None:
            found.append(Change(clause, old, new, direction))
    return tuple(found)


def _direction(old: JudgedClause | None, new: JudgedClause | None) -> Direction | None:
    ranks = [_NOT_JUDGED if each is None else _rank(each) for each in (old, new)]
    if ranks[1] < ranks[0]:
        return Direction.WORSE
    if ranks[1] > ranks[0]:
        return Direction.BETTER
    same = (None if each is None else (_kind(each), each.observed) for each in (old, new))
    before, after = same
    return None if before == after else Direction.OTHERWISE


def _rank(judged: JudgedClause) -> int:
    return _RANKS.get(judged.outcome, _NOT_JUDGED)


def _kind(judged: JudgedClause) -> str:
    """Return the outcome with what happened; whether a failure was listed makes no difference."""
    if _rank(judged) == 0:
        return f"failed: {judged.message}"
    return "passed" if _rank(judged) > _NOT_JUDGED else str(judged.outcome)
