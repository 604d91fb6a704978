"""The suite passes every right implementation, however it works inside: no false alarms."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from right_implementations import RIGHT_IMPLEMENTATIONS, RightImplementation

HERE = Path(__file__).parent


def certify(folder: Path, target: str, *options: str, interpreter: tuple[str, ...] = ()) -> dict:
    """Certify a target in a process of its own, and return the report."""
    words = ["certify", target, "--profile", "quick", "--output", "report", *options]
    is_oracle = target.startswith("haiway_conformance.oracles:")
    command = [HERE / "with_one_oracle.py"] if is_oracle else ["-m", "haiway_conformance"]
    done = subprocess.run(
        [sys.executable, *interpreter, *command, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *inherited_path()])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))


def inherited_path() -> list[str]:
    """Return the folders on the PYTHONPATH of the tests themselves."""
    return [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]


def unsupported(report: dict) -> set[str]:
    return {each["id"] for each in report["clauses"] if each["outcome"] == "unsupported"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "right" in metafunc.fixturenames:
        variants = metafunc.config.getoption("seeds") > 1
        rights = [each for each in RIGHT_IMPLEMENTATIONS if variants or not each.variant]
        metafunc.parametrize("right", rights, ids=lambda right: right.target)


def test_a_right_implementation_passes_every_clause(
    right: RightImplementation, seed: int, tmp_path: Path
) -> None:
    report = certify(tmp_path, right.target, "--seed", str(seed))
    outcomes = {each["id"]: each["outcome"] for each in report["clauses"]}
    failed = {clause for clause, outcome in outcomes.items() if outcome == "failed"}
    assert failed == right.unmet
    assert set(outcomes.values()) <= {"passed", "failed", "unsupported", "recorded"}


def test_the_reference_lacks_nothing_even_without_assert_statements(tmp_path: Path) -> None:
    report = certify(tmp_path, "haiway_reference", interpreter=("-O",))
    assert not unsupported(report)
    observed = {each["id"]: each.get("observed", []) for each in report["clauses"]}
    assert not [clause for clause, answers in observed.items() if "not observed" in answers]
