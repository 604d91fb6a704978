"""The report for people: the table and the closing text."""

import re
from dataclasses import replace

import pytest
from haiway_conformance.adapter import CAPABILITIES
from haiway_conformance.report import (
    Detail,
    judge_clauses,
    table_by_chapter,
)
from haiway_conformance.report.result import Outcome
from haiway_spec import specification
from sample_reports import OUTCOMES, report, results, told, verdict_of


def test_the_table_counts_by_chapter_and_leaves_out_empty_columns():
    judgement = judge_clauses(
        [specification().clause(each) for each in OUTCOMES], results(), {"scope"}
    )
    assert table_by_chapter(judgement) == [
        "         passed  failed  warnings  unsupported  vacuous  error  recorded",
        "scopes        1       1         1                                      1",
        "tasks                                                 1      1",
        "streams                                      1",
        "              1       1         1            1        1      1         1",
    ]


def test_a_full_table_fits_a_terminal():
    judgement = judge_clauses(specification().clauses, results(), {"scope"})
    assert max(map(len, table_by_chapter(judgement))) <= 88


def test_the_table_of_nothing_is_empty():
    assert table_by_chapter(judge_clauses([], [], set())) == []


def test_the_full_text_goes_from_the_verdict_to_what_failed():
    blocks = told(report())
    assert blocks[0].splitlines() == [
        "mine 0.1 (mine:Adapter) on Python 3.13.0",
        "specification 2025.8, kit 1.2, profile quick, seed 7",
    ]
    assert blocks[1] == verdict_of(report())
    assert blocks[2].startswith("   ")
    assert [block.splitlines()[0] for block in (blocks[1], *blocks[3:])] == [
        "verdict: not conformant — 1 MUST clause failed",
        "FAILED scopes/exit-awaits-tasks: task t1 was left",
        "WARNING scopes/single-use: task t1 was left",
        "ERROR tasks/arguments (MUST)",
        "verdict: not conformant",
    ]
    again = "certify mine:Adapter --clause scopes/exit-awaits-tasks --profile quick --seed 7"
    assert blocks[3].endswith(f"    haiway-conformance {again}")
    assert "VACUOUS tasks/result (MUST)\n    why vacuous" in blocks[5]


def test_the_verdict_is_said_again_only_where_it_has_scrolled_away():
    passed = told(report({"scopes/exit-cancels-tasks": Outcome.PASSED}))
    assert len([each for each in passed if each.startswith("verdict")]) == 1


def test_the_verdict_names_what_it_does_not_cover():
    lines = verdict_of(report()).splitlines()
    assert lines[1] == "unsupported: lacks stream, merge; 1 clause (streams 1)"
    assert re.match(r"unjudged: \d+ clauses \(scopes \d+, tasks \d+, ", lines[2])
    assert all(line.startswith("    ") for line in lines[3:])


@pytest.mark.parametrize(
    ("outcomes", "complete", "line"),
    [
        (
            {"scopes/exit-cancels-tasks": Outcome.PASSED, "scopes/single-use": Outcome.FAILED},
            True,
            "verdict: conformant — 1 MUST clause passed, 1 warning",
        ),
        (
            {"scopes/exit-cancels-tasks": Outcome.ERROR, "tasks/result": Outcome.VACUOUS},
            True,
            (
                "verdict: inconclusive — 1 MUST clause ended in an error; 1 MUST clause never met"
                " their\n    premise: try a larger profile"
            ),
        ),
        (
            {},
            True,
            (
                "verdict: inconclusive — no MUST was judged: no property ran that judges one."
                " Select\n    others, or all of them"
            ),
        ),
        (
            {"streams/order": Outcome.UNSUPPORTED, "scopes/single-use": Outcome.PASSED},
            True,
            (
                "verdict: inconclusive — no MUST was judged: the clause is unsupported. Give the"
                " adapter\n    what it lacks, or select clauses that need less"
            ),
        ),
        (
            {"scopes/exit-cancels-tasks": Outcome.FAILED},
            False,
            "verdict: incomplete — the run ended early; this was judged until then",
        ),
    ],
)
def test_the_verdict_says_its_reason(outcomes, complete, line):
    assert verdict_of(report(outcomes, complete=complete)).startswith(f"{line}\n")


def test_a_partial_verdict_does_not_name_what_was_not_asked_for():
    whole = report({"scopes/exit-cancels-tasks": Outcome.PASSED})
    lines = {partial: verdict_of(replace(whole, partial=partial)) for partial in (False, True)}
    assert "unsupported: lacks stream, merge\n" in lines[False]
    assert "unsupported" not in lines[True]


@pytest.mark.parametrize("width", [60, 88, 120])
def test_no_prose_is_wider_than_the_terminal(width):
    everything = {each.id: Outcome.FAILED for each in specification().clauses}
    for of in (report(), report(everything), report(lacking=CAPABILITIES)):
        for detail in Detail:
            lines = [line for block in told(of, detail, width) for line in block.splitlines()]
            assert max(len(each) for each in lines if " certify " not in each) <= width


def test_nondeterminism_is_reported_and_changes_no_verdict():
    seen = {"b::two": "event 2 was first: t began, at 0 s; and then: u began, at 0 s", "c": "else"}
    calm, restless = report(), report(nondeterministic=seen)
    assert restless.verdict is calm.verdict
    assert calm.to_json()["unrepeatable"] == {}
    assert restless.to_json()["unrepeatable"] == seen
    block = next(each for each in told(restless) if each.startswith("NOT DETERMINISTIC"))
    words = " ".join(block.split())
    assert "In b::two (and in 1 more), a program that was run twice under one schedule" in words
    assert "event 2 was first: t began, at 0 s; and then: u began, at 0 s. The usual" in words
    assert [each for each in told(restless) if each != block] == told(calm)
