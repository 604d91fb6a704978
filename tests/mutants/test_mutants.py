"""The suite fails each broken implementation at the clause that it breaks, and says how."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import mutants_cancellation
import mutants_failures
import mutants_guide
import mutants_observability
import mutants_scopes
import mutants_state
import mutants_tasks
import mutants_timeouts
import mutants_variables
import pytest
from mutant import Mutant
from mutants_helpers import NAIVE, Naive

HERE = Path(__file__).parent
CHAPTERS = (
    mutants_guide,
    mutants_observability,
    mutants_scopes,
    mutants_tasks,
    mutants_failures,
    mutants_cancellation,
    mutants_timeouts,
    mutants_state,
    mutants_variables,
)
MUTANTS = [mutant for chapter in CHAPTERS for mutant in chapter.MUTANTS]
SEEDS = (0, 1, 2)


def certify(folder: Path, target: str, clauses: list[str], seed: int) -> dict[str, list[str]]:
    """What the suite complains of: for each clause, its messages."""
    words = f"certify {target} --profile quick --seed {seed} --output report".split()
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", *words]
        + [word for clause in clauses for word in ("--clause", clause)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(HERE)])},
        capture_output=True,
        text=True,
        check=False,
    )
    # A SHOULD is a warning, no reason to fail.
    assert done.returncode in (0, 1), done.stdout + done.stderr
    report = json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))
    return {
        each["id"]: [failure["message"] for failure in each["failures"]]
        for each in report["clauses"]
        if each["outcome"] == "failed"
    }


def must_say(complaints: dict[str, list[str]], clause: str, message: str) -> None:
    messages = complaints.get(clause, [])
    assert any(re.search(message, each) for each in messages), complaints


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_mutant_is_found_at_its_clause(mutant: Mutant, seed: int, tmp_path: Path) -> None:
    mutant.write(tmp_path)
    complaints = certify(tmp_path, mutant.name, [mutant.clause], seed)
    must_say(complaints, mutant.clause, mutant.message)


@pytest.mark.parametrize("naive", NAIVE, ids=lambda naive: f"{naive.name}-{naive.clause}")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_naive_helper_is_found_at_its_clause(naive: Naive, seed: int, tmp_path: Path) -> None:
    clauses = [f"{chapter}/{naive.clause}" for chapter in naive.chapters]
    complaints = certify(tmp_path, f"naive_helpers:{naive.name}", clauses, seed)
    for clause in clauses:
        must_say(complaints, clause, naive.message)
