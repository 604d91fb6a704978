"""The summary at the end of a run of pytest: by chapter, with warnings, hygiene and the verdict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest
from haiway_spec import Level

from haiway_conformance.plugin.known_failures import judged_in_part, known_failures_of
from haiway_conformance.plugin.selection import is_selective, selected_clauses
from haiway_conformance.plugin.sending import encodable
from haiway_conformance.plugin.under_test import implementation_under_test
from haiway_conformance.report import (
    HYGIENE,
    Judgement,
    Outcome,
    Report,
    Result,
    Verdict,
    explain_failure,
    give_verdict,
    make_report,
    table_by_chapter,
)
from haiway_conformance.report.determinism import nondeterminism_lines
from haiway_conformance.report.exhaustive import exhausted_lines
from haiway_conformance.report.known_text import known_failure_lines, unexpected_pass_lines
from haiway_conformance.report.summary import blocked_lines, unclear_lines, verdict_lines

__all__ = ("conclude", "sum_up")

_TO_THE_END: Final = (
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)


def conclude(session: pytest.Session, results: Sequence[Result]) -> Report:
    """Judge the clauses of the properties that were run, and let no run succeed that shows nothing.

    Args:
        session: pytest's. Its exit status stays 0 only if the verdict is conformant.
        results: The results of the properties.

    Returns:
        The report. Clauses that no property is about are left out, and the report is partial then;
        so are clauses of chapter hygiene whose premise did not occur, because a few properties (-k)
        do not always come to that.
    """
    report = _report(session.config, results, complete=session.exitstatus in _TO_THE_END)
    if session.exitstatus == pytest.ExitCode.OK and report.verdict is not Verdict.CONFORMANT:
        # No test failed. What pytest says of runs without tests is nearest: nothing was tried. But
        # a list that is not true any more has to fail the run.
        passing = report.judgement.having(Outcome.UNEXPECTED_PASS)
        session.exitstatus = (
            pytest.ExitCode.TESTS_FAILED if passing else pytest.ExitCode.NO_TESTS_COLLECTED
        )
    return report


def sum_up(reporter: "pytest.TerminalReporter", report: Report) -> None:
    """Write the summary.

    Args:
        reporter: Writes to the terminal.
        report: The report.
    """

    def write(text: str, **colour: bool) -> None:
        reporter.write_line(encodable(text), **colour)

    judgement, judged = report.judgement, report.implementation
    reporter.section(f"conformance of {judged.name} {judged.version}")
    for line in table_by_chapter(judgement):
        write(line)
    for line in exhausted_lines(judgement):
        write(f"\n{line}")
    for each in judgement.having(Outcome.FAILED, Level.SHOULD, Level.MAY):
        text = explain_failure(each.clause, each.failures, label="WARNING")
        write(f"\n{text}", yellow=True)
    for each in judgement.having(Outcome.FAILED, Level.MUST):
        # pytest shows each failed property itself, but only the first one that fails hygiene.
        if each.clause.chapter == HYGIENE:
            text = explain_failure(each.clause, each.failures, label="FAILED")
            write(f"\n{text}", red=True)
    for line in known_failure_lines(judgement):
        write(line)
    for line in unexpected_pass_lines(judgement, partial=report.partial):
        write(f"\n{line}", red=True)
    for line in (*blocked_lines(judgement), *unclear_lines(judgement)):
        write(f"\n{line}", yellow=True)
    if lines := nondeterminism_lines(report.nondeterministic):
        write("\n" + "\n".join(lines), yellow=True)
    write("\n" + "\n".join(verdict_lines(report)))


def _report(config: pytest.Config, results: Sequence[Result], *, complete: bool) -> Report:
    known = known_failures_of(config)
    report = make_report(
        selected_clauses(config),
        results,
        implementation_under_test(config),
        profile=config.option.haiway_profile,
        seed=config.option.haiway_seed,
        partial=is_selective(config),
        complete=complete,
        known=known,
        unsure=judged_in_part(known, results),
    )
    if report.partial or not report.judgement.unjudged:
        return report
    judged = tuple(
        each
        for each in report.judgement.clauses
        if each.clause.chapter != HYGIENE or each.outcome is not Outcome.VACUOUS
    )
    judgement = Judgement(judged, ())
    verdict = give_verdict(judgement, complete=complete)
    return replace(report, judgement=judgement, verdict=verdict, partial=True)
