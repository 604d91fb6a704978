"""The suite fails each broken implementation at the clause that it breaks, and says how."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from catalogue import HERE, MUTANTS
from haiway_spec import Level, specification
from mutant import Mutant


def certify(folder: Path, target: str, clauses: tuple[str, ...], seed: int) -> dict[str, list[str]]:
    """What the suite complains of: for each clause, its messages."""
    words = f"certify {target} --profile quick --seed {seed} --output report".split()
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", *words]
        + [word for clause in clauses for word in ("--clause", clause)],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    # A SHOULD is a warning, no reason to fail.
    must = any(specification().clause(clause).level is Level.MUST for clause in clauses)
    assert done.returncode == int(must), done.stdout + done.stderr
    report = json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))
    return {
        each["id"]: [failure["message"] for failure in each["failures"]]
        for each in report["clauses"]
        if each["outcome"] == "failed"
    }


def judge_beside(folder: Path, target: str, clause: str, seed: int) -> dict[str, list[str]]:
    """What chapter hygiene complains of after the programs of a clause."""
    done = subprocess.run(
        [sys.executable, str(HERE / "beside.py"), target, clause, str(seed)],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def environment(folder: Path) -> dict[str, str]:
    """Where a mutant, and what the mutants share, is found."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(HERE)])}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.name}-{mutant.clause}")
def test_a_mutant_is_found_at_its_clause(mutant, tmp_path, seed):
    if isinstance(mutant, Mutant) and sys.version_info < mutant.since:
        pytest.skip(f"not wrong before Python {'.'.join(map(str, mutant.since))}")
    mutant.write(tmp_path)
    if isinstance(mutant, Mutant) and mutant.beside:
        complaints = judge_beside(tmp_path, mutant.target, mutant.beside, seed)
    else:
        complaints = certify(tmp_path, mutant.target, mutant.clauses, seed)
    for clause in mutant.clauses:
        messages = complaints.get(clause, [])
        assert any(re.search(mutant.message, each) for each in messages), complaints


def test_every_clause_that_may_be_failed_has_a_mutant():
    broken = {clause for mutant in MUTANTS for clause in mutant.clauses}
    judged = {each.id for each in specification().clauses if each.level is not Level.MAY}
    assert broken <= judged, f"mutants of clauses that nobody can fail: {broken - judged}"
    assert judged - broken == set()


def test_no_mutant_is_there_twice():
    pairs = [(mutant.name, clause) for mutant in MUTANTS for clause in mutant.clauses]
    assert sorted(set(pairs)) == sorted(pairs)


def test_what_is_found_beside_is_found_by_the_programs_of_a_clause():
    for mutant in MUTANTS:
        hygiene = [clause for clause in mutant.clauses if clause.startswith("hygiene/")]
        beside = mutant.beside if isinstance(mutant, Mutant) else ""
        assert bool(hygiene) == bool(beside), mutant.name
        assert not beside or specification().clause(beside).chapter != "hygiene", mutant.name
