"""The closing text: table, failures, warnings, what could not be judged, verdict: `summarize`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from haiway_spec import Clause, Level

from haiway_conformance.report.clauses import Judgement, by_chapter
from haiway_conformance.report.determinism import nondeterminism_lines
from haiway_conformance.report.exhaustive import exhausted_lines
from haiway_conformance.report.explanation import explain_failure, paragraphs
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.known_text import known_failure_lines, unexpected_pass_lines
from haiway_conformance.report.nothing_judged import nothing_judged
from haiway_conformance.report.record import Report
from haiway_conformance.report.result import Outcome
from haiway_conformance.report.table import table_by_chapter
from haiway_conformance.report.verdict import Verdict

__all__ = ("blocked_lines", "summarize", "unclear_lines", "verdict_lines")

_DEEPER: Final = "        "


def summarize(
    report: Report, rerun_command: Callable[[Clause], str], *, full: bool = False
) -> Iterator[str]:
    """Write a report for people.

    Args:
        report: The report.
        rerun_command: Returns the command that judges just one clause again.
        full: True to draw known failures too.

    Yields:
        Blocks of plain text, to be separated by an empty line. They are the same for the same
        report, whatever the terminal.
    """
    judgement = report.judgement
    yield _heading(report)
    if lines := table_by_chapter(judgement):
        yield "\n".join(lines)
    if lines := exhausted_lines(judgement):
        yield "\n".join(lines)
    for judged in judgement.having(Outcome.FAILED, Level.MUST):
        yield _explain(judged, rerun_command, "FAILED")
    for judged in judgement.having(Outcome.FAILED, Level.SHOULD, Level.MAY):
        yield _explain(judged, rerun_command, "WARNING")
    if full:
        for judged in judgement.having(Outcome.KNOWN_FAILURE):
            yield _explain(judged, rerun_command, "KNOWN FAILURE")
    elif lines := known_failure_lines(judgement):
        yield "\n".join(lines)
    if lines := unexpected_pass_lines(judgement, partial=report.partial):
        yield "\n".join(lines)
    if lines := blocked_lines(judgement):
        yield "\n".join(lines)
    if lines := unclear_lines(judgement):
        yield "\n".join(lines)
    if lines := nondeterminism_lines(report.nondeterministic):
        yield "\n".join(lines)
    yield "\n".join(verdict_lines(report))


def blocked_lines(judgement: Judgement) -> list[str]:
    """Name the clauses that could not be judged because others were violated first.

    Args:
        judgement: The outcomes.
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
        paragraphs(said, first_indent=""),
        *(
            paragraphs(f"blocked by {', '.join(blocking)}: {', '.join(clauses)}", _DEEPER, "    ")
            for blocking, clauses in by.items()
        ),
    ]


def unclear_lines(judgement: Judgement) -> list[str]:
    """Name the clauses that could not be judged, and why.

    Args:
        judgement: The outcomes.
    """
    unclear = (*judgement.having(Outcome.ERROR), *judgement.having(Outcome.VACUOUS))
    return [
        f"{str(each.outcome).upper()} {each.clause.id} ({each.clause.level})\n"
        f"{paragraphs(each.message)}"
        for each in unclear
    ]


def verdict_lines(report: Report) -> list[str]:
    """Return the verdict, and what it does not cover.

    Args:
        report: The report.
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
    return [paragraphs(line, first_indent="") for line in lines]


def _explain(judged: JudgedClause, rerun_command: Callable[[Clause], str], label: str) -> str:
    command = rerun_command(judged.clause)
    return explain_failure(judged.clause, judged.failures, command, label=label)


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
            parts = [
                f"{_count_musts(found)} {words}"
                for outcome, words in (
                    (Outcome.FAILED, "failed"),
                    (Outcome.BLOCKED, "could not be judged for it"),
                )
                if (found := _unexcused(judgement.having(outcome, Level.MUST)))
            ]
            if passing := judgement.having(Outcome.UNEXPECTED_PASS):
                listed = _count([each.clause for each in passing])
                pass_ = "passes" if len(passing) == 1 else "pass"
                parts.append(f"{listed} {pass_} that {_is(passing)} listed as known to fail")
            return "; ".join(parts)
        case Verdict.INCONCLUSIVE if why := nothing_judged(judgement):
            return why
        case Verdict.INCONCLUSIVE:
            parts = [
                f"{_count_musts(found)} {words}"
                for outcome, words in (
                    (Outcome.ERROR, "could not be judged because the kit failed, as shown above"),
                    (Outcome.VACUOUS, "never met their premise: try a larger profile"),
                    (Outcome.BLOCKED, "could not be judged because others were violated first"),
                )
                if (found := judgement.having(outcome, Level.MUST))
            ]
            return "; ".join(parts)
        case Verdict.INCOMPLETE:
            return "the run ended early; what was judged until then is shown above"
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
    names = _names(each.clause for each in judged)
    return f"{len(judged)} MUST clause{_s(judged)} ({names})"


def _count(clauses: Sequence[Clause]) -> str:
    return f"{len(clauses)} clause{_s(clauses)} ({_names(clauses)})"


def _names(clauses: Iterable[Clause]) -> str:
    return ", ".join(f"{chapter} {count}" for chapter, count in by_chapter(clauses).items())


def _s(things: Sequence[object]) -> str:
    return "" if len(things) == 1 else "s"
