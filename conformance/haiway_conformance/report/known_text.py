"""Known failures, and passes that nobody expected, in the closing text."""

from typing import Final

from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.explanation import WIDTH, paragraphs
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.result import Outcome

__all__ = ("known_failure_lines", "unexpected_pass_lines")

_DEEPER: Final = "        "


def known_failure_lines(judgement: Judgement, width: int = WIDTH) -> list[str]:
    """Name the clauses that fail as listed, by the reasons why.

    Args:
        judgement: The outcomes.
        width: The maximum width of a line, in columns.
    """
    by_reason: dict[str, list[str]] = {}
    for each in judgement.having(Outcome.KNOWN_FAILURE):
        by_reason.setdefault(_reason(each), []).append(each.clause.id)
    if not by_reason:
        return []
    said = "KNOWN FAILURES still fail, as listed, and do not count (--full draws them):"
    return [
        paragraphs(said, first_indent="", width=width),
        *(
            paragraphs(f"{reason}: {', '.join(clauses)}", _DEEPER, "    ", width)
            for reason, clauses in by_reason.items()
        ),
    ]


def unexpected_pass_lines(judgement: Judgement, *, partial: bool, width: int = WIDTH) -> list[str]:
    """Name the clauses that pass although they are listed, and say what to do.

    Args:
        judgement: The outcomes.
        partial: True if only a part of the specification was to be judged.
        width: The maximum width of a line, in columns.
    """
    found = judgement.having(Outcome.UNEXPECTED_PASS)
    if not found:
        return []
    beside = " A run that judges everything may still see one fail." if partial else ""
    said = (
        "Good news that fails the run, so that the list stays true: remove these entries from the"
        f" known failures, by hand or with --write-known-failures.{beside}"
    )
    return [
        *(
            f"UNEXPECTED PASS {each.clause.id} ({each.clause.level})\n"
            f"{paragraphs(each.message, width=width)}"
            for each in found
        ),
        paragraphs(said, first_indent="", width=width),
    ]


def _reason(judged: JudgedClause) -> str:
    (entry,) = judged.known
    words = " ".join(entry.reason.split())
    return f"{words} ({entry.issue})" if entry.issue else words
