"""An in-toto attestation, a Statement v1 with a test-result predicate: `render_in_toto`."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from haiway_conformance.adapter import Implementation
from haiway_conformance.report.formats.cases import LONGEST_NAME, cases, facts, title
from haiway_conformance.report.formats.outcomes import Weight
from haiway_conformance.report.formats.text import in_one_line, readable
from haiway_conformance.report.json_text import json_bytes
from haiway_conformance.report.record import Report
from haiway_conformance.report.verdict import Verdict

__all__ = ("LISTS", "render_in_toto", "why_not_attested")

LISTS: Final[Mapping[Weight, str]] = {
    Weight.PASS: "passedTests",
    Weight.FAIL: "failedTests",
    Weight.WARN: "warnedTests",
    Weight.KNOWN: "warnedTests",
    Weight.UNCLEAR: "failedTests",
    Weight.SKIP: "",
    Weight.NOTE: "",
}
"""The list that names a clause; empty for none. Nothing was shown of what is in no list."""

_LONGEST_REASON: Final = 500


def why_not_attested(implementation: Implementation) -> str:
    """Say why nothing can be attested of an implementation.

    Args:
        implementation: The implementation.

    Returns:
        A sentence; empty if it can be.
    """
    if implementation.sha256:
        return ""
    return (
        "an in-toto attestation names its subject by the SHA-256 of its files, and"
        f" {implementation.target!r} was not imported from files that can be read. Install it in"
        " the usual way, or leave out this format."
    )


def render_in_toto(report: Report) -> bytes:
    """Write a statement, which is yet to be signed, about the files of the implementation.

    The result is PASSED only if nothing is in the other lists, and FAILED unless the verdict is
    conformant.

    Args:
        report: The report, with a digest of the implementation's files.

    Raises:
        ValueError: If there is no such digest.
    """
    if refusal := why_not_attested(report.implementation):
        raise ValueError(refusal)
    found = cases(report)
    named: dict[str, list[str]] = {"passedTests": [], "warnedTests": [], "failedTests": []}
    for each in found:
        if LISTS[each.weight]:
            named[LISTS[each.weight]].append(each.clause.id)
    digest = report.implementation.sha256
    return json_bytes(
        {
            "_type": "https://in-toto.io/Statement/v1",
            # The digest is in-toto's `dirHash` of the files as they are imported.
            "subject": [{"name": title(report), "digest": {"sha256": digest, "dirHash": digest}}],
            "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
            "predicate": {
                "result": _result(report.verdict, warned=bool(named["warnedTests"])),
                "configuration": _configuration(report),
                **named,
            },
        }
    )


def _result(verdict: Verdict, *, warned: bool) -> str:
    if verdict is not Verdict.CONFORMANT:
        return "FAILED"
    return "WARNED" if warned else "PASSED"


def _configuration(report: Report) -> list[Mapping[str, Any]]:
    kit = f"pkg:pypi/haiway-conformance@{quote(report.kit, errors='backslashreplace')}"
    settings = {name: value for name, value in facts(report).items() if name != "verdict"}
    known = {
        each.clause: readable(each.reason, _LONGEST_REASON)
        for judged in report.judgement.clauses
        for each in judged.known
    }
    return [
        {"name": "haiway-conformance", "uri": kit},
        # A part of the kit, so the kit's version fixes its text.
        {
            "name": "specification",
            "uri": f"{kit}#haiway_spec",
            "annotations": {"edition": in_one_line(report.edition, LONGEST_NAME)},
        },
        _resource("settings", settings),
        *([_resource("known-failures", known)] if known else []),
    ]


def _resource(name: str, data: Mapping[str, str]) -> Mapping[str, Any]:
    """Describe something whose content is in the statement itself, and can be read there."""
    content = json.dumps(data, separators=(",", ":")).encode()
    return {
        "name": name,
        "mediaType": "application/json",
        "digest": {"sha256": hashlib.sha256(content).hexdigest()},
        "content": base64.b64encode(content).decode(),
        "annotations": dict(data),
    }
