"""The endpoint of a badge of shields.io."""

import json

import fastjsonschema
import pytest
from haiway_conformance.report import Outcome, Verdict
from haiway_conformance.report.formats.badge import render_badge
from made_up_reports import EVERY_KIND, LISTED, MUST, OTHER_MUST, SHOULD, report

# From the documentation of the endpoint badge.
SCHEMA = {
    "type": "object",
    "required": ["schemaVersion", "label", "message"],
    "properties": {
        "schemaVersion": {"const": 1},
        "label": {"type": "string"},
        "message": {"type": "string", "minLength": 1},
        "color": {"enum": ["brightgreen", "yellowgreen", "red", "lightgrey"]},
    },
    "additionalProperties": False,
}
PASSED = {MUST: Outcome.PASSED, SHOULD: Outcome.FAILED}


@pytest.mark.parametrize(
    ("made", "message", "color"),
    [
        (
            report(EVERY_KIND),
            "not conformant, 1 failed, 1 passed unexpectedly, 1 known to fail",
            "red",
        ),
        (report(PASSED), "conformant", "brightgreen"),
        (report(PASSED, partial=True), "conformant, partial", "brightgreen"),
        (
            report({MUST: Outcome.PASSED, LISTED: Outcome.KNOWN_FAILURE}),
            "conformant, 1 known to fail",
            "yellowgreen",
        ),
        (report({MUST: Outcome.VACUOUS}), "inconclusive", "lightgrey"),
        (
            report(EVERY_KIND, verdict=Verdict.INCOMPLETE),
            "incomplete, 1 failed, 1 passed unexpectedly, 1 known to fail",
            "lightgrey",
        ),
        (
            report({MUST: Outcome.BLOCKED, OTHER_MUST: Outcome.PASSED}),
            "inconclusive",
            "lightgrey",
        ),
    ],
)
def test_it_shows_the_verdict(made, message, color):
    data = json.loads(render_badge(made))
    fastjsonschema.validate(SCHEMA, data)
    assert data == {
        "schemaVersion": 1,
        "label": "haiway conformance",
        "message": message,
        "color": color,
    }
