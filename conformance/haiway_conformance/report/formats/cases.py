"""The clauses of a report as cases of a test report: `Case`, `cases`, `entries`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from haiway_spec import Clause

from haiway_conformance.report.explanation import explain_failure
from haiway_conformance.report.formats.outcomes import OUTCOMES, UNJUDGED, Weight
from haiway_conformance.report.formats.text import in_one_line, readable
from haiway_conformance.report.judged import FailedProperty, JudgedClause
from haiway_conformance.report.record import Report
from haiway_conformance.report.result import Outcome

__all__ = ("LONGEST_NAME", "Case", "cases", "entries", "facts", "title")

LONGEST_NAME: Final = 100
"""The longest name, version or setting that is shown, in characters."""

_LONGEST_MESSAGE: Final = 500
_LONGEST_TEXT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Case:
    """A clause, and what is said of it. Texts are fit for any file, and of limited length.

    Attributes:
        clause: The clause.
        outcome: Its outcome, as report.json writes it, or `unjudged`.
        weight: How much that counts.
        message: The reason for it, in one line; empty if it passed.
        failures: The properties that failed, with texts as they came from the target.
        picture: For a failure, the program and the events of a run that shows it; else empty.
        token: The token of that run; else empty.
    """

    clause: Clause
    outcome: str
    weight: Weight
    message: str
    failures: tuple[FailedProperty, ...] = ()
    picture: str = ""
    token: str = ""

    @property
    def details(self) -> str:
        """The text that explains a failure; empty if there is none."""
        if not self.failures:
            return ""
        return readable(explain_failure(self.clause, self.failures), _LONGEST_TEXT)


def cases(report: Report) -> tuple[Case, ...]:
    """Return a case for each clause.

    Args:
        report: The report.

    Returns:
        The cases of the clauses that were judged, in the specification's order, then those of the
        others.
    """
    judgement = report.judgement
    return (
        *(_judged(each) for each in judgement.clauses),
        *(_case(each, UNJUDGED, "") for each in judgement.unjudged),
    )


def entries(report: Report) -> tuple[tuple[Case, ...], ...]:
    """Return the cases as people read about them: what one run shows stands together.

    Args:
        report: The report.

    Returns:
        The groups of failing clauses, in the report's order, the clause whose counterexample shows
        the group at the beginning of each; then each other clause alone.
    """
    return (
        *(tuple(map(_judged, group.clauses)) for group in report.groups),
        *((each,) for each in cases(report) if each.outcome != Outcome.FAILED),
    )


def title(report: Report) -> str:
    """Return the name and version of the implementation, of limited length.

    Args:
        report: The report.
    """
    judged = report.implementation
    return in_one_line(f"{judged.name} {judged.version}", LONGEST_NAME)


def facts(report: Report) -> Mapping[str, str]:
    """Return the verdict, and how it came about, by name.

    Args:
        report: The report.
    """
    found = {
        "target": report.implementation.target,
        "verdict": str(report.verdict),
        "partial": "true" if report.partial else "false",
        **({"shard": report.shard} if report.shard else {}),
        "specification": report.edition,
        "kit": report.kit,
        "python": report.python,
        "profile": report.profile,
        "seed": str(report.seed),
    }
    return {name: in_one_line(value, LONGEST_NAME) for name, value in found.items()}


def _judged(judged: JudgedClause) -> Case:
    shown = judged.counterexample
    return _case(
        judged.clause,
        judged.outcome,
        _reason(judged),
        excused=judged.outcome is Outcome.BLOCKED and bool(judged.known),
        failures=judged.failures,
        picture="" if shown is None else shown.text.rstrip(),
        token="" if shown is None else shown.token,
    )


def _reason(judged: JudgedClause) -> str:
    if judged.outcome is not Outcome.KNOWN_FAILURE:
        return judged.message or "; ".join(judged.observed)
    (entry,) = judged.known
    issue = f" ({entry.issue})" if entry.issue else ""
    return f"{entry.reason}{issue} — {judged.message}"


def _case(
    clause: Clause,
    outcome: str,
    message: str,
    *,
    excused: bool = False,
    failures: tuple[FailedProperty, ...] = (),
    picture: str = "",
    token: str = "",
) -> Case:
    meaning = OUTCOMES[outcome]
    weight = meaning.weight(clause.level)
    return Case(
        clause=clause,
        outcome=str(outcome),
        # What known failures alone keep from being judged does not count, as they do not.
        weight=Weight.KNOWN if excused and weight is Weight.UNCLEAR else weight,
        message=in_one_line(message, _LONGEST_MESSAGE) or meaning.words,
        failures=failures,
        picture=readable(picture, _LONGEST_TEXT),
        token=token if len(token) <= _LONGEST_TEXT else "",
    )
