"""The suite fails each mutant at the clauses that it breaks, with the right complaint.

The counterexamples that it shows are minimal: nothing can be removed from program or schedule. And
they are illegal by themselves: no right implementation violates the clause in them.
"""

import builtins
import json
import symtable
import sys
from dataclasses import asdict

import pytest
from catalogue import MODULES, MUTANTS
from haiway_spec import Level, specification
from judging import judging
from lost_requests import LOST
from mutant import Mutant

# The clauses of chapter hygiene that have programs of their own.
WITH_PROGRAMS = {"hygiene/idle", "hygiene/memory"}

# The folders for mutants that break the same clause of two chapters.
SHARED = {"helpers": {"process", "execute"}, "consumers": {"streams", "merge"}}


@pytest.fixture(scope="module")
def judged():
    with judging() as judged:
        yield judged


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.name}-{mutant.clauses[0]}")
def test_a_mutant_is_found_at_its_clauses(mutant, seed, judged, record_property, pytestconfig):
    if sys.version_info < mutant.since:
        pytest.skip(f"not wrong before Python {'.'.join(map(str, mutant.since))}")
    # At several seeds, the counterexamples of random programs are looked at, too.
    several = pytestconfig.getoption("seeds") > 1
    judgement = judged(mutant.name, mutant.clauses, seed, several)
    for clause in mutant.clauses:
        assert mutant.is_told(judgement.complaints.get(clause, [])), judgement.complaints
    for each in judgement.counterexamples:
        record_property("counterexample", json.dumps(asdict(each)))
        assert each.minimal, each
        assert not each.removable, each
        assert not each.refuted_by, each


def test_every_clause_that_can_be_failed_has_a_mutant():
    broken = {clause for mutant in MUTANTS for clause in mutant.clauses}
    judged = {each.id for each in specification().clauses if each.level is not Level.MAY}
    assert broken <= judged, f"these clauses cannot be failed: {broken - judged}"
    assert judged <= broken, f"these clauses have no mutant: {judged - broken}"


@pytest.mark.parametrize(("module", "mutants"), MODULES.items(), ids=MODULES)
def test_a_module_is_named_after_its_clause(module, mutants):
    folder, _, name = module.partition("/")
    for mutant in mutants:
        chapters = {clause.partition("/")[0] for clause in mutant.clauses}
        chapter, _, slug = mutant.clauses[0].partition("/")
        assert slug.replace("-", "_") == name, mutant.name
        assert (chapters == SHARED[folder]) if folder in SHARED else (chapter == folder), (
            mutant.name
        )


def test_every_mutant_fits_the_reference():
    """A change of the reference has to be made in the mutants of the same lines too."""
    everything = (*MUTANTS, *LOST)
    unfit = [each.name for each in everything if isinstance(each, Mutant) and not each.fits]
    assert not unfit, "the text that they replace is not there exactly once"


def test_mutants_use_no_undefined_names():
    """A misspelled name would be noticed at any clause, and prove nothing."""
    for mutant in MUTANTS:
        if isinstance(mutant, Mutant):
            assert undefined(mutant.changed()) == set(), mutant.name


def undefined(source: str) -> set[str]:
    """Return the names that a module uses but does not define."""
    module = symtable.symtable(source, "module", "exec")
    tables, used = [module], set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        used |= {each.get_name() for each in table.get_symbols() if each.is_global()}
    return used - {*module.get_identifiers(), *vars(builtins), "__file__"}


def test_name_and_clause_identify_a_mutant():
    pairs = [(mutant.name, clause) for mutant in MUTANTS for clause in mutant.clauses]
    assert sorted(set(pairs)) == sorted(pairs)


def test_mutants_of_hygiene_name_the_clause_whose_programs_show_them():
    for mutant in MUTANTS:
        hygiene = [
            clause
            for clause in mutant.clauses
            if clause.startswith("hygiene/") and clause not in WITH_PROGRAMS
        ]
        assert bool(hygiene) == bool(mutant.programs_of), mutant.name
        if mutant.programs_of:
            assert specification().clause(mutant.programs_of).chapter != "hygiene", mutant.name
