"""The files that certify writes: the fields of report.json, and writing them safely."""

import json
import os
import subprocess
import sys
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
    write_files,
    write_reports,
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
            "groups",
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
        "size": 1,
        "minimal": None,
        "failures": [
            {
                "property": "exit awaits tasks",
                "test": "test_scopes::test_exit_awaits_tasks",
                "message": "task t1 was left",
                "counterexample": SHOWN.text,
                "token": "token",
                "size": 1,
                "minimal": None,
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
    big = {"message": "big", "counterexample": "a run", "token": "big token"}
    assert {name: clause[name] for name in small} == small
    assert clause["failures"] == [
        {"property": "a small", "test": "a::test_a_small", **small, "size": 1, "minimal": None},
        {"property": "b", "test": "a::test_b", **big, "size": 2, "minimal": None},
        {"property": "c", "test": "a::test_c", "message": "why"},
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
    folder = tmp_path / "new" / "folder"
    prepare_folder(folder)
    write_files(folder, {"report.json": b"first"})
    write_files(folder, {"report.json": b"second", "run.json": b"too"})
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        "report.json": b"second",
        "run.json": b"too",
    }


# A limit on the size of files makes the second file fail as a full disk does.
FILLS_UP = """
import pathlib, resource, sys
from haiway_conformance.report import OutputError, write_files

resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    write_files(pathlib.Path(sys.argv[1]), {"report.json": b"new", "run.json": b"x" * 1000})
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_folder_that_fills_up_keeps_all_older_files(tmp_path):
    older = {"report.json": b"first", "run.json": b"too"}
    write_files(tmp_path, older)
    done = subprocess.run(
        [sys.executable, "-c", FILLS_UP, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"cannot write to '{tmp_path}': File too large. Name a place")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == older


def test_what_cannot_be_written_is_saved_elsewhere(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    with pytest.raises(OutputError, match="Nothing is lost: the files are in ") as raised:
        write_reports(tmp_path / "gone", {"report.json": b"new"})
    (saved,) = (tmp_path / "elsewhere").iterdir()
    assert str(saved) in str(raised.value)
    assert (saved / "report.json").read_bytes() == b"new"


def test_where_nothing_can_be_saved_nothing_is_said_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no temporary folder"))
    with pytest.raises(OutputError, match=r"that has room\.$"):
        write_reports(tmp_path / "gone", {"report.json": b"new"})


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_written(tmp_path):
    (tmp_path / "report.json").mkdir()
    with pytest.raises(OutputError, match=r"Is a directory|Access is denied"):
        write_files(tmp_path, {"report.json": b"new", "run.json": b"too"})
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
