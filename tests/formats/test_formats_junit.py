"""JUnit's XML: what Jenkins' and pytest's readers ask for, from any report."""

from xml.etree import ElementTree as ET

import pytest
from haiway_conformance.report.formats.junit import render_junit
from junitparser import JUnitXml
from made_up_reports import (
    EVERY_KIND,
    HOSTILE,
    LISTED,
    MAY,
    MUST,
    SHOULD,
    hostile,
    many,
    report,
    said_of,
)

# From the documentation of the format, as Jenkins' xUnit plugin reads it: for each element, its
# required and its optional attributes, and the elements in it.
FORM = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"time"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package", "file"},
        {"properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "testcase": (
        {"name", "classname"},
        {"time"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    **{each: ({"message", "type"}, set(), set()) for each in ("skipped", "error", "failure")},
    "system-out": (set(), set(), set()),
}


def check(element: ET.Element) -> None:
    required, optional, inside = FORM[element.tag]
    assert required <= set(element.attrib) <= required | optional
    assert {each.tag for each in element} <= inside
    for each in element:
        check(each)


@pytest.mark.parametrize(
    "made", [report(EVERY_KIND, unjudged=["tasks/kept"]), hostile(), report({})]
)
def test_it_has_the_form_that_readers_expect(made):
    root = ET.fromstring(render_junit(made))
    check(root)
    cases = root.findall(".//testcase")
    judgement = made.judgement
    assert len(cases) == len(judgement.clauses) + len(judgement.unjudged)
    for suite in (root, *root.findall("testsuite")):
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == len(root.findall(".//failure"))
        assert int(suite.get("errors")) == len(root.findall(".//error"))
    (suite,) = root
    assert int(suite.get("skipped")) == len(root.findall(".//skipped"))


def told(clause: str, made=None) -> list[tuple[str, str | None]]:
    root = ET.fromstring(render_junit(made or report(EVERY_KIND, unjudged=["tasks/kept"])))
    (case,) = (each for each in root.iter("testcase") if each.get("name") == clause)
    assert case.get("classname") == f"conformance.{clause.partition('/')[0]}"
    return [(each.tag, each.get("type")) for each in case]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (MUST, [("failure", "MUST failed")]),
        (SHOULD, [("skipped", "SHOULD failed")]),
        (MAY, [("system-out", None)]),
        ("streams/order", []),
        ("tasks/result", [("error", "MUST vacuous")]),
        ("tasks/arguments", [("error", "MUST error")]),
        ("tasks/called-once", [("error", "MUST blocked")]),
        ("streams/end", [("skipped", "MUST unsupported")]),
        ("tasks/kept", [("skipped", "MUST unjudged")]),
        (LISTED, [("skipped", "MUST known-failure")]),
        ("streams/failure", [("failure", "MUST unexpected-pass")]),
    ],
)
def test_an_outcome_has_its_element(clause, expected):
    assert told(clause) == expected


def test_an_independent_reader_reads_it():
    root = JUnitXml.fromstring(render_junit(report(EVERY_KIND)).decode())
    (suite,) = root
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (10, 2, 3, 3)
    assert {each.name: each.value for each in suite.properties()}["verdict"] == "not conformant"
    (failed,) = (each for each in suite if each.name == MUST)
    (result,) = failed.result
    assert result.message == said_of(MUST)
    assert f"    {MUST}\n    the program:\n        spawn t1" in result.text
    assert "Token:\n    hwc1.token" in result.text


def test_hostile_text_is_text():
    content = render_junit(hostile()).decode()
    assert "<script>" not in content
    assert "\x1b" not in content
    root = ET.fromstring(content)
    (failure,) = root.iter("failure")
    assert "<script>alert(1)</script> ]]> &amp; </failure>" in failure.get("message")
    assert r"\x1b[31mred\x1b[0m" in failure.text
    assert r"\ud800 half \udcff \u202eturned" in failure.text


def test_an_enormous_message_is_shortened():
    content = render_junit(many(1, "x" * 3_000_000, HOSTILE * 10_000))
    assert len(content) < 300_000
    assert b"more characters]" in content
