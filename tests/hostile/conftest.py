"""Certify a hostile target by three properties, in a process of its own."""

import io
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from haiway_conformance.certify import CertifyOptions, certify

HERE = Path(__file__).parent
collect_ignore = ["targets"]  # its properties judge targets, not this project


@dataclass(frozen=True)
class Judged:
    """The outcome of a certification."""

    code: int
    outcomes: Mapping[str, str]
    messages: Mapping[str, str]
    report: bytes
    out: str
    err: str
    seconds: float


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Judged]:
    """Certify a target."""
    monkeypatch.chdir(HERE / "targets")
    monkeypatch.syspath_prepend(HERE / "targets")  # for the suite, which is there too

    def run(target: str, **asked) -> Judged:
        asked = {"profile": "quick", "suite": "hostile_suite", "apart": True} | asked
        out, err = io.StringIO(), io.StringIO()
        begun = time.monotonic()
        code = certify(CertifyOptions(target, output=tmp_path / "out", **asked), out=out, err=err)
        seconds = time.monotonic() - begun
        path = tmp_path / "out" / "report.json"
        report = path.read_bytes() if path.exists() else b'{"clauses": []}'
        clauses = json.loads(report)["clauses"]
        return Judged(
            code,
            {each["id"]: each["outcome"] for each in clauses},
            {each["id"]: each.get("message", "") for each in clauses},
            report,
            out.getvalue(),
            err.getvalue(),
            seconds,
        )

    return run
