"""A report that was written is read again, and shown in the same words."""

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from haiway_conformance.adapter import resolve
from haiway_conformance.cli import main
from haiway_conformance.judgement.counterexample import counterexample
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.findings import Contrast
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope, Sleep, Spawn
from haiway_conformance.report import Detail, ReportError, read_report, report_from_json
from haiway_conformance.report.clauses import judge_clauses
from haiway_conformance.report.result import Outcome, Result
from haiway_conformance.report.schema import report_schema, validated
from haiway_conformance.simulated_loop import Canonical
from haiway_spec import specification
from sample_reports import report, results, told


@pytest.fixture(scope="module")
def drawn():
    """A report one of whose failures has a picture, and a difference to another run."""
    program = Program((Scope("scope1", (Spawn("t1", (Sleep(1),)),)),))
    run = execute(resolve("haiway_reference"), program, Canonical())
    shown = counterexample(
        run,
        "it was left \ud800",
        adapter=resolve("haiway_reference"),
        clause="scopes/late-spawn",
        violates=("tasks/result",),
        contrast=Contrast("another run", "t1 began", "nothing more happens"),
        minimal=True,
    )
    failed = Result("a::test_b", "scopes/late-spawn", Outcome.FAILED, counterexample=shown)
    judgement = judge_clauses(specification().clauses, [*results(), failed], set())
    return replace(report(), judgement=judgement)


def test_what_is_read_says_the_same(drawn, tmp_path):
    (tmp_path / "report.json").write_bytes(drawn.to_bytes())
    for path in (tmp_path, tmp_path / "report.json"):
        read = read_report(path)
        assert read.to_bytes() == drawn.to_bytes()
        for detail in Detail:
            assert told(read, detail, 72) == told(drawn, detail, 72)


def test_a_report_without_what_was_added_later_can_be_read(drawn):
    data = drawn.to_json()
    del data["groups"]
    for clause in data["clauses"]:
        for name in ("picture", "contrast", "violates", "size", "minimal"):
            clause.pop(name, None)
            for failure in clause.get("failures", ()):
                failure.pop(name, None)
                failure.pop("test", None)
    read = report_from_json(data)
    assert [each.outcome for each in read.judgement.clauses] == [
        each.outcome for each in drawn.judgement.clauses
    ]
    assert "FAILED scopes/late-spawn" in "\n".join(told(read))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": 9}, "has version 9 of the schema, and this kit reads version 1"),
        ({"edition": "2031.1"}, "judges by edition 2031.1 of the specification, and this kit"),
        ({"verdict": "fine"}, "does not keep to the schema: data.verdict must be one of"),
        ({"unjudged": ["scopes/nothing"]}, "names a clause that this edition does not have"),
    ],
)
def test_what_is_no_report_is_refused(drawn, change, said):
    with pytest.raises(ReportError, match=re.escape(said)):
        report_from_json(drawn.to_json() | change)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is no JSON"),
        (b"[]", "is no report: it has no field `schema`"),
        (b"[" * 100_000, "is no JSON"),
        (b"\xff", "is no JSON"),
    ],
)
def test_a_file_that_is_no_report_is_named(tmp_path, content, said):
    (tmp_path / "x.json").write_bytes(content)
    done = CliRunner().invoke(main, ["report", str(tmp_path / "x.json")])
    assert done.exit_code == 2
    assert "x.json'" in done.output
    assert said in " ".join(done.output.split())


def test_a_missing_file_is_named(tmp_path):
    done = CliRunner().invoke(main, ["report", str(tmp_path / "no.json")])
    assert done.exit_code == 2
    assert "No such file" in done.output


def test_the_command_shows_it_in_the_same_words(drawn, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "88")
    (tmp_path / "report.json").write_bytes(drawn.to_bytes())
    for option, detail in ((), Detail.OVERVIEW), (("--full",), Detail.FULL), (("-q",), "verdict"):
        done = CliRunner().invoke(main, ["report", str(tmp_path), *option])
        assert done.exit_code == 0
        expected = "\n\n".join(told(drawn, Detail(detail)))
        assert done.output == f"{expected}\n".replace("\ud800", "\\ud800")


def test_the_schema_describes_every_field_that_is_written(drawn):
    schema = report_schema()
    data = drawn.to_json()
    assert set(data) <= set(schema["properties"])
    clause = schema["definitions"]["clause"]["properties"]
    assert all(set(each) <= set(clause) for each in data["clauses"])
    outcomes = set(clause["outcome"]["enum"])
    assert {str(each) for each in Outcome} <= outcomes


@pytest.mark.parametrize("field", ["edition", "clauses", "verdict", "implementation"])
def test_a_report_that_lacks_a_field_is_never_written(drawn, field):
    data = drawn.to_json()
    del data[field]
    with pytest.raises(ValueError, match=field):
        validated(json.loads(json.dumps(data)))
