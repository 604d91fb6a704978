"""The suite passes what is right, however it works inside, at several seeds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def certify(folder: Path, target: str, *options: str, interpreter: tuple[str, ...] = ()) -> dict:
    words = ["certify", target, "--profile", "quick", "--output", "report", *options]
    done = subprocess.run(
        [sys.executable, *interpreter, "-m", "haiway_conformance", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))


def _unsupported(report: dict) -> set[str]:
    return {each["id"] for each in report["clauses"] if each["outcome"] == "unsupported"}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    "target",
    [
        "haiway_reference",
        "right_implementations:EagerReference",
        "right_implementations:TaskGroups",
    ],
)
def test_a_right_implementation_passes_every_clause(target: str, seed: int, tmp_path: Path) -> None:
    report = certify(tmp_path, target, "--seed", str(seed))
    assert report["verdict"] == "conformant"
    outcomes = {each["id"]: each["outcome"] for each in report["clauses"]}
    judged = {id_: outcome for id_, outcome in outcomes.items() if outcome != "recorded"}
    assert set(judged.values()) <= {"passed", "unsupported"}, judged


def test_the_reference_lacks_only_what_needs_streams_and_helpers(tmp_path: Path) -> None:
    report = certify(tmp_path, "haiway_reference")
    assert _unsupported(report) == {
        "variables/handlers",
        "variables/generators",
        "hygiene/generators-closed",
    }


def test_the_suite_judges_without_assert_statements(tmp_path: Path) -> None:
    certify(tmp_path, "haiway_reference", interpreter=("-O",))
