"""The in-toto attestation: Statement v1, with the predicate test-result v0.1."""

import base64
import hashlib
import json

import fastjsonschema
import pytest
from haiway_conformance.report import Outcome
from haiway_conformance.report.formats import FORMATS
from haiway_conformance.report.formats.in_toto import render_in_toto
from made_up_reports import EVERY_KIND, LISTED, MUST, SHA256, SHOULD, hostile, report

# From the documentation of Statement, ResourceDescriptor, DigestSet, and the predicate.
DIGESTS = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
DESCRIPTOR = {
    "type": "object",
    "anyOf": [{"required": [each]} for each in ("uri", "digest", "content")],
    "properties": {
        "name": {"type": "string"},
        "uri": {"type": "string", "pattern": r"^pkg:pypi/[a-z-]+@[\w.%-]+(#\w+)?$"},
        "digest": DIGESTS,
        "content": {"type": "string"},
        "mediaType": {"type": "string"},
        "annotations": {"type": "object"},
    },
    "additionalProperties": False,
}
NAMES = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
SCHEMA = {
    "type": "object",
    "required": ["_type", "subject", "predicateType", "predicate"],
    "properties": {
        "_type": {"const": "https://in-toto.io/Statement/v1"},
        "subject": {
            "type": "array",
            "minItems": 1,
            "items": {"allOf": [DESCRIPTOR, {"required": ["digest"]}]},
        },
        "predicateType": {"const": "https://in-toto.io/attestation/test-result/v0.1"},
        "predicate": {
            "type": "object",
            "required": ["result", "configuration"],
            "properties": {
                "result": {"enum": ["PASSED", "WARNED", "FAILED"]},
                "configuration": {"type": "array", "items": DESCRIPTOR},
                "url": {"type": "string"},
                "passedTests": NAMES,
                "warnedTests": NAMES,
                "failedTests": NAMES,
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}


def statement(made) -> dict:
    data = json.loads(render_in_toto(made))
    fastjsonschema.validate(SCHEMA, data)
    return data


@pytest.mark.parametrize("made", [report(EVERY_KIND), hostile(), report({})])
def test_it_has_the_required_fields(made):
    assert statement(made)["subject"][0]["digest"] == {"sha256": SHA256, "dirHash": SHA256}


def test_each_clause_that_was_judged_is_in_one_list():
    predicate = statement(report(EVERY_KIND, unjudged=["tasks/kept"]))["predicate"]
    assert predicate["passedTests"] == ["streams/order"]
    assert predicate["warnedTests"] == [SHOULD, LISTED]
    assert predicate["failedTests"] == [
        *(MUST, "tasks/result", "tasks/arguments", "tasks/called-once", "streams/failure")
    ]


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ({MUST: Outcome.PASSED}, "PASSED"),
        ({MUST: Outcome.PASSED, SHOULD: Outcome.FAILED}, "WARNED"),
        ({MUST: Outcome.PASSED, LISTED: Outcome.KNOWN_FAILURE}, "WARNED"),
        ({MUST: Outcome.PASSED, LISTED: Outcome.UNEXPECTED_PASS}, "FAILED"),
        ({MUST: Outcome.FAILED}, "FAILED"),
        ({MUST: Outcome.VACUOUS}, "FAILED"),
        ({SHOULD: Outcome.PASSED}, "FAILED"),
    ],
)
def test_the_result_is_passed_only_if_nothing_is_wrong(outcomes, result):
    assert statement(report(outcomes))["predicate"]["result"] == result


def test_the_configuration_names_kit_edition_and_settings():
    found = statement(report(EVERY_KIND))["predicate"]["configuration"]
    kit, specification, settings, known = found
    assert kit == {"name": "haiway-conformance", "uri": "pkg:pypi/haiway-conformance@1.2%2Blocal"}
    assert specification["annotations"] == {"edition": "2025.8"}
    content = base64.b64decode(settings["content"])
    assert settings["digest"] == {"sha256": hashlib.sha256(content).hexdigest()}
    assert json.loads(content) == settings["annotations"]
    assert settings["annotations"]["profile"] == "quick"
    assert settings["annotations"]["seed"] == "7"
    assert known["annotations"] == {LISTED: "it is too quiet"}


def test_the_configuration_does_not_depend_on_the_results():
    one, other = (
        statement(report({MUST: each}))["predicate"]["configuration"]
        for each in (Outcome.PASSED, Outcome.FAILED)
    )
    assert one == other


def test_without_files_there_is_nothing_to_attest():
    made = report(EVERY_KIND, sha256="")
    assert FORMATS["in-toto"].why_not(made.implementation).startswith("an in-toto attestation ")
    with pytest.raises(ValueError, match="'mine:Adapter' was not imported from files"):
        render_in_toto(made)
