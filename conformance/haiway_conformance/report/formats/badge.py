"""The badge that shields.io draws from an endpoint: `render_badge`."""

from collections.abc import Mapping
from typing import Final

from haiway_spec import Level

from haiway_conformance.report.json_text import json_bytes
from haiway_conformance.report.record import Report
from haiway_conformance.report.result import Outcome
from haiway_conformance.report.verdict import Verdict

__all__ = ("COLORS", "render_badge")

COLORS: Final[Mapping[Verdict, str]] = {
    Verdict.CONFORMANT: "brightgreen",
    Verdict.NOT_CONFORMANT: "red",
    Verdict.INCONCLUSIVE: "lightgrey",
    Verdict.INCOMPLETE: "lightgrey",
}


def render_badge(report: Report) -> bytes:
    """Write the verdict, and beside it the number of failures, in a few words.

    Args:
        report: The report.
    """
    verdict, judgement = report.verdict, report.judgement
    known = judgement.having(Outcome.KNOWN_FAILURE)
    counted = (
        (judgement.having(Outcome.FAILED, Level.MUST), "failed"),
        (judgement.having(Outcome.UNEXPECTED_PASS), "passed unexpectedly"),
        (known, "known to fail"),
    )
    words = [str(verdict), *(f"{len(found)} {said}" for found, said in counted if found)]
    if report.partial:
        words.append("partial")
    # Green is for those that keep every clause.
    color = "yellowgreen" if known and verdict is Verdict.CONFORMANT else COLORS[verdict]
    return json_bytes(
        {
            "schemaVersion": 1,
            "label": "haiway conformance",
            "message": ", ".join(words),
            "color": color,
        }
    )
