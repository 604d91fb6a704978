"""The verdict over all clauses, and its exit code: `Verdict`."""

import signal
from enum import StrEnum
from typing import Final

from haiway_spec import Level, specification

from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.result import Outcome

__all__ = ("CANNOT_BE_JUDGED", "Verdict", "exit_code", "give_verdict")

CANNOT_BE_JUDGED: Final = 2
"""The exit code if there is no verdict: a bad target, or bad usage."""


class Verdict(StrEnum):
    """The verdict on an implementation as a whole."""

    CONFORMANT = "conformant"
    """At least one MUST passed, and all others passed too or are unsupported. With known failures,
    those that fail as listed, and what could not be judged because of them, count as passed."""

    NOT_CONFORMANT = "not conformant"
    """A MUST failed, or could not be judged because another MUST was violated; or a clause passed
    that is listed as a known failure."""

    INCONCLUSIVE = "inconclusive"
    """No MUST failed, but one was vacuous or hit an error in the kit, or none was judged."""

    INCOMPLETE = "incomplete"
    """The run ended early: it was interrupted, or the kit itself failed."""


_EXIT_CODES: Final = {
    Verdict.CONFORMANT: 0,
    Verdict.NOT_CONFORMANT: 1,
    Verdict.INCONCLUSIVE: 3,
    Verdict.INCOMPLETE: 3,
}


def give_verdict(judgement: Judgement, *, complete: bool) -> Verdict:
    """Derive the verdict from the outcomes of the clauses.

    Args:
        judgement: The outcomes. SHOULD and MAY clauses have no influence: alone, they are
            inconclusive. But a SHOULD that is listed as a known failure must not pass.
        complete: False if the run ended early.
    """
    if not complete:
        return Verdict.INCOMPLETE
    failed = judgement.having(Outcome.FAILED, Level.MUST)
    if failed or judgement.having(Outcome.UNEXPECTED_PASS) or _blocked_by_a_must(judgement):
        return Verdict.NOT_CONFORMANT
    judged = (Outcome.PASSED, Outcome.KNOWN_FAILURE)
    unclear = (Outcome.VACUOUS, Outcome.ERROR)
    if not any(judgement.having(each, Level.MUST) for each in judged):
        return Verdict.INCONCLUSIVE
    if any(judgement.having(each, Level.MUST) for each in unclear) or _unexcused(judgement):
        return Verdict.INCONCLUSIVE
    return Verdict.CONFORMANT


def _blocked_by_a_must(judgement: Judgement) -> bool:
    """Tell if a clause is blocked by a MUST: one that failed, or that only others' runs show."""
    blocking = {clause for each in _unexcused(judgement) for clause in each.blocked_by}
    return any(specification().clause(each).level is Level.MUST for each in blocking)


def _unexcused(judgement: Judgement) -> list[JudgedClause]:
    """Return the MUST clauses that are blocked, but not by known failures alone."""
    return [each for each in judgement.having(Outcome.BLOCKED, Level.MUST) if not each.known]


def exit_code(verdict: Verdict, interrupted_by: signal.Signals | None = None) -> int:
    """Return the exit code for a verdict.

    Args:
        verdict: The verdict.
        interrupted_by: The signal that interrupted the run, if one did. The code is then 130 for
            SIGINT and 143 for SIGTERM, as in shells.
    """
    return _EXIT_CODES[verdict] if interrupted_by is None else 128 + interrupted_by
