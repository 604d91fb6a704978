"""The report for people: the table and the closing text."""

import re
from dataclasses import replace

import pytest
from haiway_conformance.adapter import CAPABILITIES
from haiway_conformance.report import (
    judge_clauses,
    table_by_chapter,
)
from haiway_conformance.report.result import Outcome
from haiway_spec import specification
from sample_reports import OUTCOMES, report, results, told


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


def test_the_closing_text_goes_from_table_to_verdict():
    blocks = told(report())
    assert blocks[0].splitlines() == [
        "mine 0.1 (mine:Adapter) on Python 3.13.0",
        "specification 2025.8, kit 1.2, profile quick, seed 7",
    ]
    assert blocks[1].startswith("   ")
    assert [block.splitlines()[0] for block in blocks[2:]] == [
        "FAILED scopes/exit-awaits-tasks: task t1 was left",
        "WARNING scopes/single-use: task t1 was left",
        "ERROR tasks/arguments (MUST)",
        "verdict: not conformant — 1 MUST clause (scopes 1) failed",
    ]
    assert blocks[2].endswith("    again scopes/exit-awaits-tasks")
    assert "VACUOUS tasks/result (MUST)\n    why vacuous" in blocks[4]


def test_the_verdict_names_what_it_does_not_cover():
    lines = told(report())[-1].splitlines()
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
                "verdict: inconclusive — 1 MUST clause (scopes 1) could not be judged because the"
                " kit\n    failed, as shown above; 1 MUST clause (tasks 1) never met their premise:"
                " try a\n    larger profile"
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
            "verdict: incomplete — the run ended early; what was judged until then is shown above",
        ),
    ],
)
def test_the_verdict_says_its_reason(outcomes, complete, line):
    assert told(report(outcomes, complete=complete))[-1].startswith(f"{line}\n")


def test_a_partial_verdict_does_not_name_what_was_not_asked_for():
    whole = report({"scopes/exit-cancels-tasks": Outcome.PASSED})
    lines = {partial: told(replace(whole, partial=partial))[-1] for partial in (False, True)}
    assert "unsupported: lacks stream, merge\n" in lines[False]
    assert "unsupported" not in lines[True]


def test_no_prose_in_the_closing_text_is_wider_than_a_terminal():
    everything = {each.id: Outcome.FAILED for each in specification().clauses}
    for of in (report(), report(everything), report(lacking=CAPABILITIES)):
        assert max(len(line) for block in told(of) for line in block.splitlines()) <= 88


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
