"""The Common Test Report Format (CTRF): `render_ctrf`."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from haiway_conformance.report.formats.cases import LONGEST_NAME, Case, cases, facts
from haiway_conformance.report.formats.outcomes import UNJUDGED, Weight
from haiway_conformance.report.formats.text import in_one_line
from haiway_conformance.report.json_text import json_bytes
from haiway_conformance.report.record import Report

__all__ = ("STATUSES", "render_ctrf")

STATUSES: Final[Mapping[Weight, str]] = {
    Weight.PASS: "passed",
    Weight.FAIL: "failed",
    Weight.WARN: "other",
    Weight.KNOWN: "other",
    Weight.UNCLEAR: "other",
    Weight.SKIP: "skipped",
    Weight.NOTE: "other",
}
"""CTRF's status; beside it, the raw status is the outcome."""

_ALL: Final = ("passed", "failed", "skipped", "pending", "other")


def render_ctrf(report: Report) -> bytes:
    """Write a test for each clause.

    CTRF asks for times, which are 0: they would differ from run to run.

    Args:
        report: The report.
    """
    found = cases(report)
    counts = Counter(_status(each) for each in found)
    judged = report.implementation
    return json_bytes(
        {
            "reportFormat": "CTRF",
            "specVersion": "0.1.0",
            "generatedBy": f"haiway-conformance {report.kit}",
            "results": {
                "tool": {"name": "haiway-conformance", "version": report.kit},
                "summary": {
                    "tests": len(found),
                    **{each: counts[each] for each in _ALL},
                    "start": 0,
                    "stop": 0,
                },
                "tests": [_test(each) for each in found],
                "environment": {
                    "appName": in_one_line(judged.name, LONGEST_NAME),
                    "appVersion": in_one_line(judged.version, LONGEST_NAME),
                },
                "extra": dict(facts(report)),
            },
        }
    )


def _status(case: Case) -> str:
    return "pending" if case.outcome == UNJUDGED else STATUSES[case.weight]


def _test(case: Case) -> dict[str, Any]:
    clause = case.clause
    return {
        "name": clause.id,
        "status": _status(case),
        "duration": 0,
        "suite": [clause.chapter],
        **({"message": case.message} if case.message else {}),
        **({"trace": case.picture} if case.picture else {}),
        "rawStatus": case.outcome,
        "tags": [str(clause.level)],
        "type": "conformance",
        "extra": {"title": clause.title, **({"token": case.token} if case.token else {})},
    }
