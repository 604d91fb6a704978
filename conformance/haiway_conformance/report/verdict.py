"""The verdict over all clauses, and the exit code that tells it: `Verdict`."""

import signal
from enum import StrEnum
from typing import Final

from haiway_spec import Level

from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.result import Outcome

__all__ = ("CANNOT_BE_JUDGED", "Verdict", "exit_code", "give_verdict")

CANNOT_BE_JUDGED: Final = 2
"""The exit code where there is no verdict: a bad target, or bad usage."""


class Verdict(StrEnum):
    """What is said of an implementation as a whole."""

    CONFORMANT = "conformant"
    """Every MUST that was judged passed, or is unsupported."""

    NOT_CONFORMANT = "not conformant"
    """A MUST failed."""

    INCONCLUSIVE = "inconclusive"
    """No MUST failed, but one was vacuous or errored in the kit, or nothing was judged at all."""

    INCOMPLETE = "incomplete"
    """The judging was interrupted."""


_EXIT_CODES: Final = {
    Verdict.CONFORMANT: 0,
    Verdict.NOT_CONFORMANT: 1,
    Verdict.INCONCLUSIVE: 3,
    Verdict.INCOMPLETE: 3,
}


def give_verdict(judgement: Judgement, *, complete: bool) -> Verdict:
    """Say what the outcomes of the clauses amount to.

    Args:
        judgement: The outcomes. SHOULD and MAY clauses have no influence.
        complete: Whether all that was asked for was judged.
    """
    if not complete:
        return Verdict.INCOMPLETE
    if judgement.having(Outcome.FAILED, Level.MUST):
        return Verdict.NOT_CONFORMANT
    unclear = (Outcome.VACUOUS, Outcome.ERROR)
    if not judgement.clauses or any(judgement.having(each, Level.MUST) for each in unclear):
        return Verdict.INCONCLUSIVE
    return Verdict.CONFORMANT


def exit_code(verdict: Verdict, interrupted_by: signal.Signals | None = None) -> int:
    """The exit code that tells a verdict to a shell.

    Args:
        verdict: The verdict.
        interrupted_by: The signal that ended the judging early, if one did: 130 for SIGINT, 143
            for SIGTERM, as shells have it.
    """
    return _EXIT_CODES[verdict] if interrupted_by is None else 128 + interrupted_by
