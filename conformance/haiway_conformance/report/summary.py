"""The closing text: table, failures, warnings, what could not be judged, verdict: `summarize`."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from haiway_spec import Clause, Level

from haiway_conformance.report.clauses import Judgement, by_chapter
from haiway_conformance.report.determinism import nondeterminism_lines
from haiway_conformance.report.exhaustive import exhausted_lines
from haiway_conformance.report.explanation import WIDTH, explain_failure, paragraphs
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.known_text import known_failure_lines, unexpected_pass_lines
from haiway_conformance.report.nothing_judged import nothing_judged
from haiway_conformance.report.overview import overview
from haiway_conformance.report.record import Report
from haiway_conformance.report.rerun import rerun_command
from haiway_conformance.report.result import Outcome
from haiway_conformance.report.table import table_by_chapter
from haiway_conformance.report.verdict import Verdict

__all__ = ("LINES", "Detail", "blocked_lines", "summarize", "unclear_lines", "verdict_lines")

LINES: Final = 120
"""The largest number of lines of an overview: two screens."""

_DEEPER: Final = "        "


class Detail(StrEnum):
    """How much of a report is told."""

    VERDICT = "verdict"
    """The verdict alone."""

    OVERVIEW = "overview"
    """Failing clauses in groups by what shows them, the largest drawn."""

    FULL = "full"
    """Each failing clause with all that is known about it."""


def summarize(
    report: Report, *, detail: Detail = Detail.OVERVIEW, width: int = WIDTH
) -> Iterator[str]:
    """Write a report for people.

    Args:
        report: The report.
        detail: How much to tell.
        width: The maximum width of a line, in columns. Commands and tokens to copy may be longer.

    Yields:
        Blocks of plain text, to be separated by an empty line. They are the same for the same
        arguments. An overview has at most `LINES` lines, if there are no more groups than fit.
    """
    judgement, full = report.judgement, detail is Detail.FULL
    verdict = "\n".join(verdict_lines(report, width))
    if detail is Detail.VERDICT:
        yield verdict
        return
    around = [
        _heading(report),
        verdict,
        "\n".join(table_by_chapter(judgement, width)),
        "\n".join(exhausted_lines(judgement, width)) if full else "",
    ]
    after = [
        "\n".join(known_failure_lines(judgement, width)),
        "\n".join(unexpected_pass_lines(judgement, partial=report.partial, width=width)),
        "\n".join(blocked_lines(judgement, width)) if full else _blocked(judgement, width),
        "\n".join(unclear_lines(judgement, width)),
        "\n".join(nondeterminism_lines(report.nondeterministic, width)),
    ]
    yield from filter(None, around)
    if full:
        for judged in judgement.having(Outcome.FAILED, Level.MUST):
            yield _explain(report, judged, "FAILED", width)
        for judged in judgement.having(Outcome.FAILED, Level.SHOULD, Level.MAY):
            yield _explain(report, judged, "WARNING", width)
        for judged in judgement.having(Outcome.KNOWN_FAILURE):
            yield _explain(report, judged, "KNOWN FAILURE", width)
    else:
        said = sum(each.count("\n") + 2 for each in (*around, *after) if each)
        room = LINES - said - 2
        yield from overview(
            report.groups,
            lambda clause: rerun_command(report, clause),
            room=room,
            width=width,
        )
    yield from filter(None, after)
    if judgement.having(Outcome.FAILED, Level.MUST):
        yield verdict.partition(" — ")[0]  # again, since the one above has scrolled away


def blocked_lines(judgement: Judgement, width: int = WIDTH) -> list[str]:
    """Name the clauses that could not be judged because others were violated first.

    Args:
        judgement: The outcomes.
        width: The maximum width of a line, in columns.
    """
    blocked = judgement.having(Outcome.BLOCKED)
    if not blocked:
        return []
    by: dict[tuple[str, ...], list[str]] = {}
    for each in blocked:
        by.setdefault(each.blocked_by, []).append(each.clause.id)
    said = (
        "BLOCKED clauses were not judged, because every run that could have judged them violated"
        " another clause first. Mend that one, and judge again:"
    )
    return [
        paragraphs(said, first_indent="", width=width),
        *(
            paragraphs(
                f"blocked by {', '.join(blocking)}: {', '.join(clauses)}", _DEEPER, "    ", width
            )
            for blocking, clauses in by.items()
        ),
    ]


def _blocked(judgement: Judgement, width: int) -> str:
    blocked = judgement.having(Outcome.BLOCKED)
    if not blocked:
        return ""
    ids = ", ".join(each.clause.id for each in blocked)
    said = f"BLOCKED by others that their runs violated first (--full names them): {ids}"
    return paragraphs(said, first_indent="", width=width)


def unclear_lines(judgement: Judgement, width: int = WIDTH) -> list[str]:
    """Name the clauses that could not be judged, and why.

    Args:
        judgement: The outcomes.
        width: The maximum width of a line, in columns.
    """
    unclear = (*judgement.having(Outcome.ERROR), *judgement.having(Outcome.VACUOUS))
    return [
        f"{str(each.outcome).upper()} {each.clause.id} ({each.clause.level})\n"
        f"{paragraphs(each.message, width=width)}"
        for each in unclear
    ]


def verdict_lines(report: Report, width: int = WIDTH) -> list[str]:
    """Return the verdict, and what it does not cover.

    Args:
        report: The report.
        width: The maximum width of a line, in columns.
    """
    judgement = report.judgement
    reason = _reason(report.verdict, judgement)
    partial = " (partial)" if report.partial else ""
    if report.shard:
        partial = f" (shard {report.shard})"
    lines = [f"verdict{partial}: {report.verdict}{f' — {reason}' if reason else ''}"]
    unsupported = [each.clause for each in judgement.having(Outcome.UNSUPPORTED)]
    if unsupported or (report.lacking and not report.partial):
        lacking = f"lacks {', '.join(report.lacking)}" if report.lacking else ""
        counted = _count(unsupported) if unsupported else ""
        lines.append(f"unsupported: {'; '.join(filter(None, (lacking, counted)))}")
    if report.shard:
        lines.append(
            "only a share of the properties was judged: `haiway-conformance merge` gives the"
            " verdict on all of them"
        )
    elif judgement.unjudged:
        lines.append(f"unjudged: {_count(judgement.unjudged)}: no property judged them")
    return [paragraphs(line, first_indent="", width=width) for line in lines]


def _explain(report: Report, judged: JudgedClause, label: str, width: int) -> str:
    return explain_failure(
        judged.clause,
        judged.failures,
        rerun_command(report, judged.clause),
        label=label,
        width=width,
    )


def _heading(report: Report) -> str:
    judged = report.implementation
    return (
        f"{judged.name} {judged.version} ({judged.target}) on Python {report.python}\n"
        f"specification {report.edition}, kit {report.kit}, profile {report.profile},"
        f" seed {report.seed}"
    )


def _reason(verdict: Verdict, judgement: Judgement) -> str:
    match verdict:
        case Verdict.NOT_CONFORMANT:
            failed, blocked = (
                _unexcused(judgement.having(each, Level.MUST))
                for each in (Outcome.FAILED, Outcome.BLOCKED)
            )
            parts = [f"{_count_musts(failed)} failed"] if failed else []
            if blocked:
                parts.append(f"{len(blocked)} could not be judged for others that failed")
            if passing := judgement.having(Outcome.UNEXPECTED_PASS):
                listed = _count([each.clause for each in passing])
                pass_ = "passes" if len(passing) == 1 else "pass"
                parts.append(f"{listed} {pass_} that {_is(passing)} listed as known to fail")
            return ", ".join(parts)
        case Verdict.INCONCLUSIVE if why := nothing_judged(judgement):
            return why
        case Verdict.INCONCLUSIVE:
            parts = [
                f"{_count_musts(found)} {words}"
                for outcome, words in (
                    (Outcome.ERROR, "ended in an error"),
                    (Outcome.VACUOUS, "never met their premise: try a larger profile"),
                    (Outcome.BLOCKED, "could not be judged because others were violated first"),
                )
                if (found := judgement.having(outcome, Level.MUST))
            ]
            return "; ".join(parts)
        case Verdict.INCOMPLETE:
            return "the run ended early; this was judged until then"
        case Verdict.CONFORMANT:
            return _what_passed(judgement)


def _what_passed(judgement: Judgement) -> str:
    passed = judgement.having(Outcome.PASSED, Level.MUST)
    warnings = judgement.having(Outcome.FAILED)
    known = judgement.having(Outcome.KNOWN_FAILURE)
    blocked = [each for each in judgement.having(Outcome.BLOCKED, Level.MUST) if each.known]
    parts = [f"{len(passed)} MUST clause{_s(passed)} passed"]
    if known:
        parts.append(f"{_count([each.clause for each in known])} failed as listed")
    if blocked:
        parts.append(f"{_count_musts(blocked)} could not be judged for it")
    if warnings:
        parts.append(f"{len(warnings)} warning{_s(warnings)}")
    return ", ".join(parts)


def _unexcused(judged: Iterable[JudgedClause]) -> list[JudgedClause]:
    return [each for each in judged if not each.known]


def _is(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"


def _count_musts(judged: Sequence[JudgedClause]) -> str:
    return f"{len(judged)} MUST clause{_s(judged)}"


def _count(clauses: Sequence[Clause]) -> str:
    return f"{len(clauses)} clause{_s(clauses)} ({_names(clauses)})"


def _names(clauses: Iterable[Clause]) -> str:
    return ", ".join(f"{chapter} {count}" for chapter, count in by_chapter(clauses).items())


def _s(things: Sequence[object]) -> str:
    return "" if len(things) == 1 else "s"
