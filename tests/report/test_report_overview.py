"""The overview: failing clauses on one or two screens, the largest groups drawn."""

from dataclasses import replace

import pytest
from haiway_conformance.judgement.findings import Contrast, Counterexample
from haiway_conformance.report import Detail, Outcome, Report, Result, judge_clauses
from haiway_conformance.report.summary import LINES
from haiway_conformance.simulated_loop import Did
from haiway_conformance.timeline import Picture, Row, Timeline
from haiway_spec import Level, specification
from sample_reports import report, told

MUSTS = [each.id for each in specification().clauses if each.level is Level.MUST]
SHOULDS = [each.id for each in specification().clauses if each.level is Level.SHOULD]


def picture(rows: int = 3) -> Picture:
    happened = tuple(
        Row(0, number, "main", f"does {number}", Did.SAW, subject=f"v{number}")
        for number in range(rows)
    )
    timeline = Timeline(("main",), happened, explained=False)
    return Picture("main returned", ("scope scope1:", "    nothing"), "canonical", timeline)


def failing(
    *clauses: str, rows: int = 3, violates: tuple[str, ...] = (), message: str = "it failed"
) -> Report:
    contrast = Contrast("another run", "main does 1", "main returned")
    results = [
        Result(
            f"a::test_{number}",
            clause,
            Outcome.FAILED,
            counterexample=Counterexample(
                f"{message} in way {number}",
                f"run {number}",
                "",
                number,
                picture=picture(rows),
                violates=violates,
                contrast=contrast,
            ),
        )
        for number, clause in enumerate(clauses, 1)
    ]
    return replace(report(), judgement=judge_clauses(specification().clauses, results, set()))


def overview(of: Report, width: int = 88) -> str:
    return "\n\n".join(told(of, Detail.OVERVIEW, width))


def test_a_single_failure_is_drawn_with_promise_and_program():
    clause = specification().clause(MUSTS[0])
    lines = overview(failing(clause.id)).splitlines()
    at = lines.index(f"1. {clause.id}: {clause.title}")
    shown = " ".join(" ".join(lines[at:]).split())
    assert f"promised: {clause.promise} instead: it failed in way 1 scope scope1: nothing" in shown
    assert "does 0" in shown
    assert lines[-1] == "verdict: not conformant"


def test_every_group_has_a_line_and_those_that_are_not_drawn_a_command():
    text = overview(failing(*MUSTS[:30]))
    assert all(f"{number}. " in text for number in range(1, 31))
    assert all(clause in text for clause in MUSTS[:30])
    assert "it failed in way 30" in text
    undrawn = f"To draw one: haiway-conformance certify mine:Adapter --clause {MUSTS[3]}"
    assert undrawn in " ".join(text.split())


def test_clauses_of_one_group_stand_together():
    text = overview(failing(*MUSTS[:3], violates=(MUSTS[0],)))
    assert f"1. {MUSTS[0]}: " in text
    assert f"   and {MUSTS[1]}, {MUSTS[2]}\n" in text
    assert "2. " not in text
    assert "FAILED: 3 MUST clauses, in 1 group by what shows them" in text


def test_shoulds_that_fail_are_named_and_not_drawn():
    text = overview(failing(*SHOULDS[:2]))
    assert f"WARNING: 2 SHOULD clauses failed: {SHOULDS[0]}, {SHOULDS[1]}" in " ".join(text.split())
    assert "does 0" not in text
    assert "FAILED" not in text


def test_sentences_are_cut_only_where_there_is_no_room():
    def said(number: int) -> str:
        text = overview(failing(*MUSTS[:number], rows=3, message=f"it{' failed' * 20}"))
        return " ".join(text.split())

    assert said(6).count(" in way ") == 6
    assert 3 < said(30).count(" in way ") < 30


def test_shoulds_in_a_group_of_musts_are_told_apart():
    text = overview(failing(MUSTS[0], SHOULDS[0], violates=(MUSTS[0],)))
    assert f"   and {SHOULDS[0]} (SHOULD)\n" in text


@pytest.mark.parametrize("width", [60, 88, 120])
@pytest.mark.parametrize("rows", [3, 70])
def test_as_many_groups_are_drawn_as_fit_on_two_screens(rows, width):
    text = overview(failing(*MUSTS[:40], *SHOULDS[:10], rows=rows), width)
    assert text.count("\n") + 1 <= LINES + (rows if rows > 3 else 0)
    assert text.count("promised: ") == (3 if rows == 3 else 1)
