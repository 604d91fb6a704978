"""The reports for people and machines: the table, the closing text, report.json."""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from haiway_conformance.adapter import CAPABILITIES, Implementation
from haiway_conformance.judgement import Counterexample, Findings
from haiway_conformance.report import (
    FailedProperty,
    OutputError,
    Report,
    Result,
    Verdict,
    digest_of_programs,
    explain_failure,
    give_verdict,
    judge_clauses,
    prepare_folder,
    summarize,
    table_by_chapter,
    write_file,
)
from haiway_conformance.report.result import Outcome
from haiway_spec import specification

MUST = "scopes/exit-awaits-tasks"
SHOWN = Counterexample("task t1 was left", "the program:\n    spawn t1", "token", 1)
OUTCOMES = {
    "scopes/exit-cancels-tasks": Outcome.PASSED,
    "scopes/exit-awaits-tasks": Outcome.FAILED,
    "scopes/single-use": Outcome.FAILED,
    "scopes/foreign-exit": Outcome.RECORDED,
    "tasks/result": Outcome.VACUOUS,
    "tasks/arguments": Outcome.ERROR,
    "streams/order": Outcome.UNSUPPORTED,
}


def results(outcomes=OUTCOMES) -> list[Result]:
    return [
        Result(
            test=f"test_{identifier.replace('/', '::test_').replace('-', '_')}",
            clause=identifier,
            outcome=outcome,
            message="" if outcome in {"passed", "recorded"} else f"why {outcome}",
            findings=Findings(programs=0 if outcome == "unsupported" else 2, schedules=4),
            counterexample=SHOWN if outcome is Outcome.FAILED else None,
        )
        for identifier, outcome in outcomes.items()
    ]


def report(
    outcomes=OUTCOMES, *, complete=True, lacking=("stream", "merge"), nondeterministic=()
) -> Report:
    judgement = judge_clauses(
        (*specification().clauses[:60], specification().clause("streams/order")),
        results(outcomes),
        {"scope"},
    )
    return Report(
        edition="2025.8",
        kit="1.2",
        python="3.13.0",
        profile="quick",
        seed=7,
        partial=False,
        implementation=Implementation("mine:Adapter", "mine", "0.1"),
        lacking=lacking,
        judgement=judgement,
        verdict=give_verdict(judgement, complete=complete),
        programs=digest_of_programs(results(outcomes)),
        nondeterministic=dict(nondeterministic),
    )


def told(of: Report) -> list[str]:
    return list(summarize(of, lambda clause: f"again {clause.id}"))


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
                " kit\n    failed; 1 MUST clause (tasks 1) never met their premise"
            ),
        ),
        ({}, True, "verdict: inconclusive — nothing was judged"),
        (
            {"scopes/exit-cancels-tasks": Outcome.FAILED},
            False,
            "verdict: incomplete — interrupted; what was judged until then is shown above",
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


def test_an_explanation_wraps_prose_and_leaves_the_counterexample_alone():
    clause = specification().clause("scopes/exit-awaits-tasks")
    wide = "x" * 200
    failures = [
        FailedProperty("a::test_" + "long_" * 40, "word " * 60, shown(f"  {wide}\n  two")),
        FailedProperty("a::test_b", "more"),
    ]
    lines = explain_failure(clause, failures, "again", label="FAILED").splitlines()
    assert f"      {wide}" in lines
    assert "      two" in lines
    others = [line for line in lines if wide not in line]
    assert max(map(len, others)) <= 88
    assert lines[0].startswith("FAILED scopes/exit-awaits-tasks: word word ")
    assert lines[0].endswith(" word ... (and 1 more)")


def shown(text: str, token: str = "token") -> Counterexample:
    return Counterexample("m", text, token, 1)


def sides(failures: Sequence[FailedProperty], clause="scopes/exit-awaits-tasks") -> str:
    """Return the explanation up to the clause's rationale."""
    text = explain_failure(specification().clause(clause), failures, "again")
    return text.partition("\n\nWhy it is asked:")[0]


ONE_FAILURE = """\
scopes/exit-awaits-tasks: t1 was left

What the clause asks (MUST):
    The exit of a scope MUST complete only after every task of the scope has ended,
    clean-up included, however long that clean-up takes.

Property that fails:
    no task is left

What happened instead:
    t1 was left

Counterexample:
    a run
        indented

Token:
    token"""

SEVERAL_FAILURES = """\
scopes/exit-awaits-tasks: t1 was left (and 4 more)

What the clause asks (MUST):
    The exit of a scope MUST complete only after every task of the scope has ended,
    clean-up included, however long that clean-up takes.

Property that fails, 1 of 5:
    no task is left

What happened instead:
    t1 was left

Counterexample:
    a run
        indented

Token:
    token

Property that fails, 2 of 5:
    the same again

What happened instead:
    t1 was forgotten

Counterexample:
    the same run as above (property 1)

Property that fails, 3 of 5:
    another token

What happened instead:
    t1 was mislaid

Counterexample:
    the same run as above (property 1)

Token:
    another

Property that fails, 4 of 5:
    another run [1]

What happened instead:
    t2 was left

Counterexample:
    another run

Token:
    token

Property that fails, 5 of 5:
    no run

What happened instead:
    nothing was left"""

FAILURES = [
    FailedProperty("test_a::test_no_task_is_left", "t1 was left", shown("a run\n    indented\n")),
    FailedProperty("test_a::test_the_same_again", "t1 was forgotten", shown("a run\n    indented")),
    FailedProperty(
        "test_a::test_another_token", "t1 was mislaid", shown("a run\n    indented", "another")
    ),
    FailedProperty("test_a::test_another_run[1]", "t2 was left", shown("another run")),
    FailedProperty("test_a::test_no_run", "nothing was left"),
]


def test_one_failing_property_is_explained():
    assert sides(FAILURES[:1]) == ONE_FAILURE


def test_each_failing_property_is_explained_and_a_shared_run_shown_once():
    assert sides(FAILURES) == SEVERAL_FAILURES


def test_the_clause_and_its_rationale_are_quoted_once_for_all_failing_properties():
    text = explain_failure(specification().clause("scopes/exit-awaits-tasks"), FAILURES, "again")
    for heading in ("What the clause asks (MUST):", "Why it is asked:", "To judge just this again"):
        assert text.count(heading) == 1
    assert text.endswith("\n\nTo judge just this again:\n    again")


def test_a_hygiene_failure_is_no_failure_of_the_property_whose_programs_show_it():
    text = sides(FAILURES[:1], "hygiene/no-orphans")
    assert "\n\nSeen in the programs of:\n    no task is left\n\nWhat happened instead:" in text


def test_no_prose_in_the_closing_text_is_wider_than_a_terminal():
    everything = {each.id: Outcome.FAILED for each in specification().clauses}
    for of in (report(), report(everything), report(lacking=CAPABILITIES)):
        assert max(len(line) for block in told(of) for line in block.splitlines()) <= 88


def test_report_json_has_its_fields_in_a_fixed_order():
    data = json.loads(report().to_bytes())
    assert list(data) == [
        *("schema", "edition", "kit", "python", "profile", "seed", "partial"),
        *(
            "implementation",
            "verdict",
            "unsupported",
            "unjudged",
            "programs",
            "unrepeatable",
            "clauses",
        ),
    ]
    assert data["schema"] == 1
    assert data["implementation"] == {"target": "mine:Adapter", "name": "mine", "version": "0.1"}
    assert data["verdict"] == "not conformant"
    assert data["unsupported"] == ["stream", "merge"]
    clauses = {each["id"]: each for each in data["clauses"]}
    assert clauses["scopes/exit-awaits-tasks"] == {
        "id": "scopes/exit-awaits-tasks",
        "level": "MUST",
        "outcome": "failed",
        "programs": 2,
        "met": 0,
        "schedules": 4,
        "message": "task t1 was left",
        "counterexample": SHOWN.text,
        "token": "token",
        "failures": [
            {
                "property": "exit awaits tasks",
                "message": "task t1 was left",
                "counterexample": SHOWN.text,
                "token": "token",
            }
        ],
    }
    assert list(clauses["scopes/exit-cancels-tasks"]) == [
        *("id", "level", "outcome", "programs", "met", "schedules"),
    ]
    assert clauses["scopes/foreign-exit"]["observed"] == ["not observed"]


def test_report_json_names_every_failing_property_in_order():
    found = {"c": None, "b": Counterexample("big", "a run", "big token", 2), "a_small": SHOWN}
    results = [
        Result(f"a::test_{name}", MUST, Outcome.FAILED, "why", counterexample=each)
        for name, each in found.items()
    ]
    judgement = judge_clauses(specification().clauses, results, set())
    (clause,) = json.loads(replace(report(), judgement=judgement).to_bytes())["clauses"]
    small = {"message": "task t1 was left", "counterexample": SHOWN.text, "token": "token"}
    assert {name: clause[name] for name in small} == small
    assert clause["failures"] == [
        {"property": "a small", **small},
        {"property": "b", "message": "big", "counterexample": "a run", "token": "big token"},
        {"property": "c", "message": "why"},
    ]


def test_report_json_can_hold_any_text():
    odd = Counterexample("— \ud800 \x00", "“text” \ud83d", "token", 1)
    each = Result("a", "scopes/exit-awaits-tasks", Outcome.FAILED, counterexample=odd)
    judgement = judge_clauses(specification().clauses, [each], set())
    whole = Report(
        *("e", "k", "p", "quick", 0, False, Implementation("t", "n", "v"), ()),
        *(judgement, Verdict.NOT_CONFORMANT, "digest", {}),
    )
    (clause,) = json.loads(whole.to_bytes())["clauses"]
    assert (clause["message"], clause["counterexample"]) == (odd.message, odd.text)


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


def test_the_digest_depends_on_programs_but_not_on_the_order_of_results():
    one = Result("a", "scopes/late-spawn", Outcome.PASSED, findings=Findings(digest="1"))
    two = Result("b", "scopes/late-spawn", Outcome.PASSED, findings=Findings(digest="2"))
    other = Result("b", "scopes/late-spawn", Outcome.PASSED, findings=Findings(digest="3"))
    assert digest_of_programs([one, two]) == digest_of_programs([two, one])
    assert digest_of_programs([one, two]) != digest_of_programs([one, other])


def test_files_are_replaced_whole(tmp_path):
    prepare_folder(tmp_path / "new" / "folder")
    path = tmp_path / "new" / "folder" / "report.json"
    write_file(path, b"first")
    write_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert [each.name for each in path.parent.iterdir()] == ["report.json"]


def test_a_failed_write_leaves_the_older_file(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    write_file(path, b"first")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_file(path, b"second")
    assert path.read_bytes() == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match=r"cannot write to '.*taken'"):
        prepare_folder(tmp_path / "taken")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_is_read_only_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        prepare_folder(tmp_path)
