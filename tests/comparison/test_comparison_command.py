"""`haiway-conformance diff A B`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from haiway_conformance.report import Report
from sample_reports import report
from test_comparison_changes import MUST, F, P, judged, result


def diff(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "haiway_conformance", "diff", *arguments]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def written(tmp_path: Path):
    def write(name: str, of: Report) -> str:
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_bytes(of.to_bytes())
        return name

    return write


def test_two_reports_are_compared(tmp_path, written):
    better = written("better", judged(result(MUST, P)))
    worse = written("worse", judged(result(MUST, F)))
    done = diff(tmp_path, better, f"{worse}/report.json")
    assert (done.returncode, done.stderr) == (1, "")
    assert f"WORSE: 1 clause\n    {MUST} (MUST): passed, now failed" in done.stdout
    done = diff(tmp_path, worse, better)
    assert (done.returncode, done.stderr) == (0, "")
    assert "BETTER: 1 clause" in done.stdout


def test_a_report_that_cannot_be_read_is_named(tmp_path, written):
    (tmp_path / "bad.json").write_text(json.dumps({"schema": 77}))
    done = diff(tmp_path, written("fine", report()), "bad.json")
    assert done.returncode == 2
    assert "bad.json' has version 77 of the schema" in done.stderr


def test_a_target_that_cannot_be_judged_is_named(tmp_path, written):
    done = diff(tmp_path, written("fine", report()), "no_such_module")
    assert done.returncode == 2
    assert "no_such_module" in done.stderr
