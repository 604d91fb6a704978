"""The files that certify writes: the fields of report.json, and writing them safely."""

import json
import os
from dataclasses import replace

import pytest
from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement import Counterexample, Findings
from haiway_conformance.report import (
    OutputError,
    Report,
    Result,
    Verdict,
    digest_of_programs,
    judge_clauses,
    prepare_folder,
    write_file,
)
from haiway_conformance.report.result import Outcome
from haiway_spec import specification
from sample_reports import MUST, SHOWN, report


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
