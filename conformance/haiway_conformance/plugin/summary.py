"""The summary at the end of a run of pytest: by chapter, with warnings and hygiene."""

from collections.abc import Sequence

import pytest
from haiway_spec import Level, specification

from haiway_conformance.plugin.under_test import implementation_under_test
from haiway_conformance.report.clauses import Judgement, judge_clauses
from haiway_conformance.report.determinism import nondeterminism_lines, nondeterministic
from haiway_conformance.report.exhaustive import exhausted_lines
from haiway_conformance.report.explanation import explain_failure
from haiway_conformance.report.hygiene import HYGIENE
from haiway_conformance.report.result import Outcome, Result
from haiway_conformance.report.summary import blocked_lines, unclear_lines
from haiway_conformance.report.table import table_by_chapter

__all__ = ("sum_up",)


def sum_up(
    reporter: "pytest.TerminalReporter", config: pytest.Config, results: Sequence[Result]
) -> None:
    """Write the summary.

    Args:
        reporter: Writes to the terminal.
        config: pytest's.
        results: The results of the properties. Clauses that none of them is about are left out.
    """
    under_test = implementation_under_test(config)
    everything = judge_clauses(specification().clauses, results, under_test.present)
    # A few properties (-k) do not always meet the premise of every hygiene clause.
    judged = tuple(
        each
        for each in everything.clauses
        if each.clause.chapter != HYGIENE or each.outcome is not Outcome.VACUOUS
    )
    judgement = Judgement(judged, ())
    lines = table_by_chapter(judgement)
    if not lines:
        return
    reporter.section(f"conformance of {under_test.identity.name} {under_test.identity.version}")
    for line in lines:
        reporter.write_line(line)
    for line in exhausted_lines(judgement):
        reporter.write_line(f"\n{line}")
    for judged in judgement.having(Outcome.FAILED, Level.SHOULD, Level.MAY):
        text = explain_failure(judged.clause, judged.failures, label="WARNING")
        reporter.write_line(f"\n{text}", yellow=True)
    for judged in judgement.having(Outcome.FAILED, Level.MUST):
        # pytest shows each failed property itself, but only the first one that fails hygiene.
        if judged.clause.chapter == HYGIENE:
            text = explain_failure(judged.clause, judged.failures, label="FAILED")
            reporter.write_line(f"\n{text}", red=True)
    for line in (*blocked_lines(judgement), *unclear_lines(judgement)):
        reporter.write_line(f"\n{line}", yellow=True)
    if lines := nondeterminism_lines(nondeterministic(results)):
        reporter.write_line("\n" + "\n".join(lines), yellow=True)
