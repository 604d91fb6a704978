"""An implementation that lacks capabilities is judged by the others, and by all of them."""

import io
import json

import partial_views
import pytest
from haiway_conformance.adapter import capabilities
from haiway_conformance.certify import CertifyOptions, certify
from haiway_spec import Level, specification


@pytest.mark.parametrize("view", ["HelpersAlone", "StreamsAndState", "WithoutSpawn"])
def test_what_is_missing_fails_nothing_and_hides_nothing(view, tmp_path):
    """All clauses pass, but for those that name what is missing: these are unsupported."""
    out = io.StringIO()
    options = CertifyOptions(f"partial_views:{view}", "quick", output=tmp_path)
    assert certify(options, out=out, err=io.StringIO()) == 0, out.getvalue()
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    outcomes = {each["id"]: each["outcome"] for each in report["clauses"]}
    present = capabilities(getattr(partial_views, view)())
    binding = [each for each in specification().clauses if each.level is not Level.MAY]
    expected = {each.id: "unsupported" if each.missing(present) else "passed" for each in binding}
    assert {each.id: outcomes[each.id] for each in binding} == expected


def test_a_plain_loop_fails_only_what_a_plain_loop_cannot_do(tmp_path):
    options = CertifyOptions(
        "partial_views:PlainLoop", "quick", chapters=("process",), output=tmp_path
    )
    assert certify(options, out=io.StringIO(), err=io.StringIO()) == 1
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    failed = [
        each["id"]
        for each in report["clauses"]
        if each["outcome"] == "failed" and each["level"] == "MUST"
    ]
    assert failed == ["process/reaches-limit", "process/refills", "process/invalid-limit"]
