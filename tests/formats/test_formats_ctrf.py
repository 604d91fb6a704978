"""The Common Test Report Format, checked against its fields as its documentation lists them."""

import json

import fastjsonschema
import pytest
from haiway_conformance.report.formats.ctrf import render_ctrf
from made_up_reports import EVERY_KIND, LISTED, MAY, MUST, SHOULD, hostile, many, report

STATUSES = ["passed", "failed", "skipped", "pending", "other"]
TEXT, WORD = {"type": "string"}, {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}


def closed(required: dict, optional: dict) -> dict:
    """Return the schema of an object that has no other fields than these."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


ANY_OBJECT = {"type": "object"}
TEST = closed(
    {"name": WORD, "status": {"enum": STATUSES}, "duration": COUNT},
    {
        "suite": {"type": "array", "minItems": 1, "items": TEXT},
        "message": TEXT,
        "trace": TEXT,
        "rawStatus": TEXT,
        "tags": {"type": "array", "items": TEXT},
        "type": TEXT,
        "extra": ANY_OBJECT,
    },
)
RESULTS = closed(
    {
        "tool": closed({"name": WORD}, {"version": TEXT, "extra": ANY_OBJECT}),
        "summary": closed(
            dict.fromkeys(("tests", *STATUSES, "start", "stop"), COUNT), {"extra": ANY_OBJECT}
        ),
        "tests": {"type": "array", "items": TEST},
    },
    {"environment": closed({}, {"appName": TEXT, "appVersion": TEXT}), "extra": ANY_OBJECT},
)
SCHEMA = closed(
    {
        "results": RESULTS,
        "reportFormat": {"const": "CTRF"},
        "specVersion": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
    },
    {"generatedBy": TEXT, "extra": ANY_OBJECT},
)


@pytest.mark.parametrize(
    "made", [report(EVERY_KIND, unjudged=["tasks/kept"]), hostile(), report({})]
)
def test_it_has_the_fields_of_the_format(made):
    data = json.loads(render_ctrf(made))
    fastjsonschema.validate(SCHEMA, data)
    summary, tests = data["results"]["summary"], data["results"]["tests"]
    assert summary["tests"] == len(tests)
    for status in STATUSES:
        assert summary[status] == sum(each["status"] == status for each in tests)


@pytest.mark.parametrize(
    ("clause", "status", "raw"),
    [
        (MUST, "failed", "failed"),
        (SHOULD, "other", "failed"),
        (MAY, "other", "recorded"),
        ("streams/order", "passed", "passed"),
        ("tasks/result", "other", "vacuous"),
        ("tasks/arguments", "other", "error"),
        ("tasks/called-once", "other", "blocked"),
        ("streams/end", "skipped", "unsupported"),
        ("tasks/kept", "pending", "unjudged"),
        (LISTED, "other", "known-failure"),
        ("streams/failure", "failed", "unexpected-pass"),
    ],
)
def test_an_outcome_has_its_status_and_raw_status(clause, status, raw):
    data = json.loads(render_ctrf(report(EVERY_KIND, unjudged=["tasks/kept"])))
    (found,) = (each for each in data["results"]["tests"] if each["name"] == clause)
    assert (found["status"], found["rawStatus"]) == (status, raw)


def test_a_failure_has_its_counterexample():
    (found,) = json.loads(render_ctrf(many(1, "it was left", "the program")))["results"]["tests"]
    assert found["message"] == "0 it was left"
    assert found["trace"].endswith("0\nthe program")
    assert found["tags"] == ["MUST"]
    assert found["extra"]["token"] == "hwc1.token"
