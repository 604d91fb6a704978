"""The suite fails each broken implementation at the clause that it breaks, and says how.

What it shows is as small as it can be: nothing can be taken away from program or schedule.
"""

import builtins
import json
import os
import re
import subprocess
import symtable
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from catalogue import HERE, MUTANTS
from haiway_spec import Level, specification
from judge import Judgement
from mutant import Mutant
from mutants_helpers import Naive


def judged(mutant: Mutant | Naive, folder: Path, seed: int) -> Judgement:
    """What the suite says of a mutant, in a process of its own."""
    beside = mutant.beside if isinstance(mutant, Mutant) else ""
    options = ["--beside", beside] if beside else []
    done = subprocess.run(
        [sys.executable, HERE / "judge.py", mutant.target, str(seed), *mutant.clauses, *options],
        cwd=folder,
        # Where a mutant, and what the mutants share, is found.
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(HERE)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Judgement.from_json(done.stdout)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.name}-{mutant.clause}")
def test_a_mutant_is_found_at_its_clause(mutant, tmp_path, seed, record_property):
    if isinstance(mutant, Mutant) and sys.version_info < mutant.since:
        pytest.skip(f"not wrong before Python {'.'.join(map(str, mutant.since))}")
    mutant.write(tmp_path)
    judgement = judged(mutant, tmp_path, seed)
    for clause in mutant.clauses:
        messages = judgement.complaints.get(clause, [])
        assert any(re.search(mutant.message, each) for each in messages), judgement.complaints
    for each in judgement.counterexamples:
        record_property("counterexample", json.dumps(asdict(each)))
        assert each.minimal, each
        assert not each.removable, each


def test_every_clause_that_may_be_failed_has_a_mutant():
    broken = {clause for mutant in MUTANTS for clause in mutant.clauses}
    judged = {each.id for each in specification().clauses if each.level is not Level.MAY}
    assert broken <= judged, f"mutants of clauses that nobody can fail: {broken - judged}"
    assert judged - broken == set()


def test_what_mutants_do_is_no_slip_of_the_pen():
    """A name that is not there would be found too, and show nothing."""
    for mutant in MUTANTS:
        if isinstance(mutant, Mutant):
            assert undefined(mutant.changed()) == set(), mutant.name


def undefined(source: str) -> set[str]:
    """The names that a module uses and does not have."""
    module = symtable.symtable(source, "module", "exec")
    tables, used = [module], set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        used |= {each.get_name() for each in table.get_symbols() if each.is_global()}
    return used - {*module.get_identifiers(), *vars(builtins), "__file__"}


def test_no_mutant_is_there_twice():
    pairs = [(mutant.name, clause) for mutant in MUTANTS for clause in mutant.clauses]
    assert sorted(set(pairs)) == sorted(pairs)


def test_what_is_found_beside_is_found_by_the_programs_of_a_clause():
    for mutant in MUTANTS:
        hygiene = [clause for clause in mutant.clauses if clause.startswith("hygiene/")]
        beside = mutant.beside if isinstance(mutant, Mutant) else ""
        assert bool(hygiene) == bool(beside), mutant.name
        assert not beside or specification().clause(beside).chapter != "hygiene", mutant.name
