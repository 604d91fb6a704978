"""The same tests under `python -O`, which strips asserts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_under_optimization(*paths):
    return subprocess.run(
        [
            *(sys.executable, "-O", "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", os.devnull, "--rootdir", str(HERE), *(str(path) for path in paths)),
        ],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=600,  # only guards against hanging
        check=False,
    )


def test_the_tests_asserts_still_work_there(tmp_path):
    """pytest rewrites the asserts of test modules, so that -O does not strip them."""
    canary = tmp_path / "test_canary.py"
    canary.write_text("def test_canary():\n    assert False\n")
    assert "1 failed" in pytest_under_optimization(canary).stdout


@pytest.mark.skipif(sys.flags.optimize > 0, reason="is the inner run")
def test_all_tests_of_the_reference_pass_there():
    others = sorted(path for path in HERE.glob("test_*.py") if path.name != Path(__file__).name)
    completed = pytest_under_optimization(*others)
    assert completed.returncode == 0, completed.stdout[-3000:]
