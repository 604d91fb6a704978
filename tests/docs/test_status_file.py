"""The file about implementations fits the clauses, and clauses may be newer than it."""

import json
from pathlib import Path

import pytest
from haiway_book.status import STATUS_FILE, Judged, judged
from haiway_conformance.report.result import Outcome
from haiway_spec import specification
from write_status import kept, status, targets

KNOWN = {clause.id for clause in specification().clauses}
JUDGED = pytest.mark.parametrize("each", judged(), ids=lambda each: each.name)


def test_the_reference_and_the_release_of_the_guide_are_there() -> None:
    assert [(each.name, each.version) for each in judged()][1] == ("haiway", "0.30.1")
    assert judged()[0].target == "haiway_reference"
    assert judged()[0].verdict == "conformant"
    assert {each.target for each in judged()} <= set(targets())


@JUDGED
def test_it_is_about_present_clauses(each: Judged) -> None:
    unknown = set(each.outcomes) - KNOWN
    assert not unknown, "write the file anew: python tests/docs/write_status.py"
    assert set(each.outcomes.values()) <= {str(outcome) for outcome in Outcome}
    assert set(each.observed) <= set(each.outcomes)


def test_a_clause_that_is_newer_is_not_judged_yet() -> None:
    clause = specification().clauses[0]
    implementation = Judged("target", "name", "1.0", "conformant", {}, {})
    assert implementation.outcome(clause) == "not judged yet"


def test_writing_it_anew_from_itself_changes_nothing() -> None:
    assert status([], kept()) == STATUS_FILE.read_text(encoding="utf-8")


def report(target: str, **fields: object) -> dict:
    return {
        "kit": "0.1.0",
        "python": "3.13.0",
        "profile": "quick",
        "seed": 0,
        "partial": False,
        "verdict": "not conformant",
        "implementation": {"target": target, "name": "name", "version": "2"},
        "clauses": [
            {"id": "a/b", "outcome": "failed", "failures": [{"property": "p"}, {"property": "p"}]},
            {"id": "a/c", "outcome": "recorded", "observed": ["o"]},
            {"id": "a/d", "outcome": "passed"},
        ],
        **fields,
    }


def test_a_report_replaces_what_was_known_of_its_target() -> None:
    old = [{"target": "haiway_reference", "version": "1"}, {"target": "haiway", "version": "1"}]
    new = json.loads(status([report("haiway")], old))["implementations"]
    assert [(each["target"], each["version"]) for each in new] == [
        ("haiway_reference", "1"),
        ("haiway", "2"),
    ]
    assert new[1]["outcomes"] == {"a/b": "failed", "a/c": "recorded", "a/d": "passed"}
    assert new[1]["observed"] == {"a/b": ["p"], "a/c": ["o"]}
    assert new[1]["python"] == "3.13"


@pytest.mark.parametrize("wrong", [{"seed": 1}, {"profile": "default"}, {"partial": True}])
def test_a_report_of_another_kind_is_refused(wrong: dict) -> None:
    with pytest.raises(SystemExit, match="not a whole report"):
        status([report("haiway", **wrong)], [])


def test_its_folder_is_that_of_the_docs() -> None:
    assert Path(__file__).parents[2] / "docs" / "status.json" == STATUS_FILE
