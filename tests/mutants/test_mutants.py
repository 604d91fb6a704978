"""The suite fails each broken implementation at the clause that it breaks, and says how."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import mutants_scopes
import mutants_tasks
import mutants_variables
import pytest
from mutant import Mutant

CHAPTERS = (mutants_scopes, mutants_tasks, mutants_variables)
MUTANTS = [mutant for chapter in CHAPTERS for mutant in chapter.MUTANTS]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_mutant_is_found_at_its_clause(mutant: Mutant, seed: int, tmp_path: Path) -> None:
    mutant.write(tmp_path)
    words = f"certify {mutant.name} --profile quick --seed {seed} --clause {mutant.clause}"
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", *words.split(), "--output", "report"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    (clause,) = [each for each in report["clauses"] if each["id"] == mutant.clause]
    assert clause["outcome"] == "failed"
    messages = [each["message"] for each in clause["failures"]]
    assert any(re.search(mutant.message, message) for message in messages), messages
