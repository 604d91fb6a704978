"""An implementation that lacks capabilities is judged by the others, and by all of them."""

import io
import json

import partial_views
import pytest
from haiway_conformance.adapter import capabilities
from haiway_conformance.certify import CertifyOptions, certify
from haiway_spec import Level, specification


@pytest.mark.parametrize("view", partial_views.__all__)
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
