"""Read a report that was written before: `read_report`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from haiway_spec import UnknownClause, specification

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.findings import Contrast, Counterexample
from haiway_conformance.known_failures import KnownFailure
from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.exhaustive import exhausted_from_json
from haiway_conformance.report.judged import FailedProperty, JudgedClause
from haiway_conformance.report.record import Report
from haiway_conformance.report.result import Outcome
from haiway_conformance.report.schema import SCHEMA, validated
from haiway_conformance.report.verdict import Verdict
from haiway_conformance.timeline import Picture

__all__ = ("ReportError", "read_report", "report_from_json")

FILE: Final = "report.json"


class ReportError(Exception):
    """A file is no report that this kit can read; the message says why, and what to do."""


def read_report(path: Path) -> Report:
    """Read a report.

    Args:
        path: The file, or the folder in which it is called `report.json`.

    Raises:
        ReportError: If it cannot be read.
    """
    file = path / FILE if path.is_dir() else path
    try:
        data: object = json.loads(file.read_bytes())
    except OSError as error:
        raise ReportError(
            f"cannot read {str(file)!r}: {error.strerror or error}. Name a report.json, or a folder"
            " that `certify --output` has written."
        ) from error
    except (ValueError, RecursionError) as error:
        raise ReportError(
            f"{str(file)!r} is no JSON ({error}), so it is no report.json."
        ) from error
    try:
        return report_from_json(data)
    except ReportError as error:
        raise ReportError(f"{str(file)!r} {error}") from error


def report_from_json(data: object) -> Report:
    """Make a report from the content of a `report.json`.

    Args:
        data: The content. What earlier versions of the kit did not write yet may be missing.

    Raises:
        ReportError: If it is no report, or one of another edition or of a later version.
    """
    if not isinstance(data, dict) or "schema" not in data:
        raise ReportError("is no report: it has no field `schema`.")
    content = cast("dict[str, Any]", data)
    if content["schema"] != SCHEMA:
        raise ReportError(
            f"has version {content['schema']} of the schema, and this kit reads version {SCHEMA}."
            " Read it with the version of the kit that wrote it."
        )
    try:
        validated(content)
    except ValueError as error:
        raise ReportError(f"does not keep to the schema: {error}.") from error
    edition = specification().edition
    if content["edition"] != edition:
        raise ReportError(
            f"judges by edition {content['edition']} of the specification, and this kit knows"
            f" {edition}. Read it with the version of the kit that wrote it."
        )
    try:
        return _report(content)
    except UnknownClause as error:
        raise ReportError(f"names a clause that this edition does not have: {error}") from error


def _report(data: Mapping[str, Any]) -> Report:
    return Report(
        edition=data["edition"],
        kit=data["kit"],
        python=data["python"],
        profile=data["profile"],
        seed=data["seed"],
        partial=data["partial"],
        implementation=Implementation(**data["implementation"]),
        lacking=tuple(data["unsupported"]),
        judgement=Judgement(
            tuple(map(_judged, data["clauses"])),
            tuple(specification().clause(each) for each in data["unjudged"]),
        ),
        verdict=Verdict(data["verdict"]),
        programs=data["programs"],
        nondeterministic=data["unrepeatable"],
        shard=data.get("shard", ""),
    )


def _judged(data: Mapping[str, Any]) -> JudgedClause:
    failures = [_failed(each) for each in data.get("failures", ())]
    if failures and "picture" in data:
        failures[0] = _failed(data["failures"][0], Picture.from_json(data["picture"]))
    return JudgedClause(
        clause=specification().clause(data["id"]),
        outcome=Outcome(data["outcome"]),
        programs=data["programs"],
        met=data["met"],
        schedules=data["schedules"],
        message=data.get("message", ""),
        failures=tuple(failures),
        observed=tuple(data.get("observed", ())),
        shows=data.get("shows", {}),
        left_out=data.get("left_out", 0),
        blocked_by=tuple(data.get("blocked_by", ())),
        exhausted=exhausted_from_json(data),
        known=tuple(
            KnownFailure(clause, **fields) for clause, fields in data.get("known", {}).items()
        ),
    )


def _failed(data: Mapping[str, Any], picture: Picture | None = None) -> FailedProperty:
    shown = None
    if "counterexample" in data:
        other = data.get("contrast")
        shown = Counterexample(
            message=data["message"],
            text=data["counterexample"],
            token=data["token"],
            size=data.get("size", 0),
            minimal=data.get("minimal"),
            picture=picture,
            violates=tuple(data.get("violates", ())),
            ending=data.get("ending", ""),
            contrast=None if other is None else Contrast(**other),
        )
    return FailedProperty(data.get("test", data["property"]), data["message"], shown)
