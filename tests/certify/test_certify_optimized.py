"""`--optimized` judges without assert statements, in this process and in workers."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

ASSERTING = """\
import haiway_reference
from haiway_conformance import ModuleAdapter


class Asserting(ModuleAdapter):
    module = haiway_reference

    def check_cancellation(self):
        try:
            assert False
        except AssertionError:
            haiway_reference.ctx.check_cancellation()
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_assert_statements_are_stripped(jobs: str, tmp_path: Path) -> None:
    (tmp_path / "asserting.py").write_text(ASSERTING, encoding="utf-8")

    def judged(*options: str) -> tuple[int, str, str]:
        words = ["certify", "asserting:Asserting", "--clause", "cancellation/check"]
        words += ["--profile", "quick", "--jobs", jobs, "--output", "report", *options]
        done = subprocess.run(
            [sys.executable, "-m", "haiway_conformance", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
        (clause,) = report["clauses"]
        return done.returncode, report["python"], clause["outcome"]

    version = platform.python_version()
    assert judged() == (0, version, "passed")
    assert judged("--optimized") == (1, f"{version} -O", "failed")
