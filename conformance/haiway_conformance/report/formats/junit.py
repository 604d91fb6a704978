"""JUnit's XML, as Jenkins, GitLab and most others read it: `render_junit`."""

from collections import Counter
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from haiway_conformance.report.formats.cases import Case, cases, facts, title
from haiway_conformance.report.formats.outcomes import Weight
from haiway_conformance.report.record import Report

__all__ = ("ELEMENTS", "render_junit")

# JUnit has no warnings, and no case that fails as expected. Both are skipped, as pytest does it
# with its own marks; a case without an element passed.
ELEMENTS: Final[Mapping[Weight, str]] = {
    Weight.PASS: "",
    Weight.FAIL: "failure",
    Weight.WARN: "skipped",
    Weight.KNOWN: "skipped",
    Weight.UNCLEAR: "error",
    Weight.SKIP: "skipped",
    Weight.NOTE: "system-out",
}
"""The element within a case that says what it came to."""


def render_junit(report: Report) -> bytes:
    """Write a test suite with a case for each clause.

    There are no times and no names of hosts: both are optional.

    Args:
        report: The report.
    """
    found = cases(report)
    counts = Counter(ELEMENTS[each.weight] for each in found)
    numbers = {
        "tests": str(len(found)),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
    }
    root = ET.Element("testsuites", {"name": "haiway-conformance", **numbers})
    skipped = str(counts["skipped"])
    suite = ET.SubElement(root, "testsuite", {"name": title(report), **numbers, "skipped": skipped})
    properties = ET.SubElement(suite, "properties")
    for name, value in facts(report).items():
        ET.SubElement(properties, "property", name=name, value=value)
    for each in found:
        _add(suite, each)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _add(suite: ET.Element, case: Case) -> None:
    clause = case.clause
    added = ET.SubElement(
        suite, "testcase", classname=f"conformance.{clause.chapter}", name=clause.id
    )
    match ELEMENTS[case.weight]:
        case "":
            pass
        case "system-out" as element:
            ET.SubElement(added, element).text = f"{case.outcome}: {case.message}"
        case element:
            kind = f"{clause.level} {case.outcome}"
            said = f"{kind}: {case.message}" if element == "skipped" else case.message
            told = ET.SubElement(added, element, type=kind, message=said)
            told.text = case.details or None
