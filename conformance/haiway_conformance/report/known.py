"""Compare the outcomes of clauses with what is known to fail: `compare_with_known`."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from haiway_spec import Level

from haiway_conformance.known_failures import (
    NOT_YET_EXPLAINED,
    KnownFailure,
    parse_known_failures,
    updated_text,
)
from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.result import Outcome

__all__ = ("compare_with_known", "known_failures_now", "that_apply")

_FAILING: Final = (Outcome.FAILED, Outcome.KNOWN_FAILURE)
_PASSING: Final = (Outcome.PASSED, Outcome.UNEXPECTED_PASS)


def that_apply(known: Mapping[str, KnownFailure], version: str) -> dict[str, KnownFailure]:
    """Return the known failures of one version of an implementation.

    Args:
        known: The known failures, by the id of their clause.
        version: The version.
    """
    return {clause: each for clause, each in known.items() if each.applies_to(version)}


def compare_with_known(
    judgement: Judgement,
    known: Mapping[str, KnownFailure],
    *,
    version: str,
    unsure: Collection[str] = (),
) -> Judgement:
    """Tell failures that are known from others, and find what passes although it is listed.

    Args:
        judgement: The outcomes.
        known: The known failures, by the id of their clause. Those of clauses that were not judged
            mean nothing, nor do those of other versions.
        version: The version of the implementation.
        unsure: The ids of clauses some of whose properties did not run. One of these may fail, so
            that a pass means nothing.

    Returns:
        The judgement with the outcomes `known-failure` and `unexpected-pass`. A clause that is
        blocked by known failures alone stays blocked, and names them. Clauses that are vacuous,
        unsupported, or errors in the kit stay what they are: nothing of them was seen to fail.
    """
    applying = that_apply(known, version)
    clauses = tuple(_compared(each, applying, unsure) for each in judgement.clauses)
    return replace(judgement, clauses=clauses)


def known_failures_now(text: str, where: str, judgement: Judgement, version: str) -> str:
    """Bring the text of known failures up to date with what fails now.

    Args:
        text: The text as it is; empty for none.
        where: The name of the file that it is from, for messages.
        judgement: The outcomes of a run that came to its end.
        version: The version of the implementation.

    Returns:
        The new text. What fails has an entry that applies to this version, and what passes has
        none. Entries of clauses of which neither was seen, and of other versions, stay.

    Raises:
        KnownFailuresError: If the text as it is cannot be read.
    """
    before = parse_known_failures(text, where)
    passing = {each.clause.id for each in judgement.clauses if each.outcome in _PASSING}
    removed = passing & that_apply(before, version).keys()
    return updated_text(text, failing=_failing(judgement, before, version), removed=removed)


def _compared(
    judged: JudgedClause, known: Mapping[str, KnownFailure], unsure: Collection[str]
) -> JudgedClause:
    own = known.get(judged.clause.id)
    match judged.outcome:
        case Outcome.FAILED if own is not None:
            return replace(judged, outcome=Outcome.KNOWN_FAILURE, known=(own,))
        case Outcome.PASSED if own is not None and own.clause not in unsure:
            message = f"it passes, although it is listed as a known failure: {own.reason}"
            return replace(judged, outcome=Outcome.UNEXPECTED_PASS, message=message, known=(own,))
        case Outcome.BLOCKED if all(each in known for each in judged.blocked_by):
            return replace(judged, known=tuple(known[each] for each in judged.blocked_by))
        case _:
            return judged


def _failing(
    judgement: Judgement, before: Mapping[str, KnownFailure], version: str
) -> Iterator[KnownFailure]:
    for each in judgement.clauses:
        if each.outcome in _FAILING and each.clause.level is not Level.MAY:
            entry = before.get(each.clause.id, KnownFailure(each.clause.id, NOT_YET_EXPLAINED))
            yield entry if entry.applies_to(version) else replace(entry, versions="")
