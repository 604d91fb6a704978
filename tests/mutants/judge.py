"""Judge a mutant: let the suite look for the violation, and print what it says.

    python tests/mutants/judge.py NAME
    python tests/mutants/judge.py NAME --clause process/first-failure --property test_name --seed 1

NAME is that of a mutant in one of the folders here. It is judged in the profile `quick`, at the
clauses that it breaks or at those that are named. Exit code 0: the suite fails it at each of them.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from catalogue import MUTANTS
from haiway_conformance.adapter import capabilities, resolve
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.progress import Nothing
from haiway_conformance.certify.witness import Witness
from haiway_conformance.report import Outcome, judge_clauses
from haiway_conformance.report.explanation import explain_failure
from haiway_conformance.report.judged import JudgedClause
from haiway_spec import specification
from mutant import WrongImplementation

__all__ = ("judge",)


class _SomeProperties(Witness):
    """A witness that lets only some properties run.

    Args:
        name: The name of those that run; empty for all.
        directed: True to leave out those of random programs.
    """

    def __init__(self, name: str, *, directed: bool) -> None:
        super().__init__(Nothing())
        self._name = name
        self._directed = directed

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Remove the others."""
        if self._name:
            items[:] = [each for each in items if each.name.partition("[")[0] == self._name]
        if self._directed:
            random = "haiway_random_program"
            items[:] = [each for each in items if not each.get_closest_marker(random)]


def judge(
    mutant: WrongImplementation,
    clauses: Sequence[str],
    seed: int,
    *,
    only: str = "",
    directed: bool = False,
) -> list[JudgedClause]:
    """Let the suite judge a mutant that is importable.

    Args:
        mutant: The mutant.
        clauses: The ids of the clauses at which it is judged.
        seed: The seed of the run.
        only: The name of a property, if no other is to run.
        directed: True to leave out random programs, which take longest.

    Returns:
        The clauses, each with its outcome and its failures.
    """
    witness = _SomeProperties(only, directed=directed)
    # Chapter hygiene has no programs of its own: certify judges it by those of all clauses, which
    # would take long for each mutant.
    with_programs = (mutant.programs_of,) if mutant.programs_of else tuple(clauses)
    run_suite(CertifyOptions(mutant.target, "quick", seed, full=True), with_programs, witness)
    assert not witness.problems, witness.problems
    wanted = [specification().clause(each) for each in clauses]
    present = capabilities(resolve(mutant.target))
    return list(judge_clauses(wanted, witness.results(), present).clauses)


def main() -> int:
    """Print the judgement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", help="the mutant")
    parser.add_argument("--clause", action="append", default=[], help="judge it at this clause")
    parser.add_argument("--property", default="", help="run only the property of this name")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    clauses = {
        mutant: [each for each in mutant.clauses if not options.clause or each in options.clause]
        for mutant in MUTANTS
        if mutant.name == options.name
    }
    clauses = {mutant: wanted for mutant, wanted in clauses.items() if wanted}
    if not clauses:
        parser.error(f"no mutant {options.name} breaks {' or '.join(options.clause) or 'a clause'}")
    with tempfile.TemporaryDirectory() as folder:
        # The one is for mutants that are written, the other for `naive_helpers`.
        sys.path[:0] = [folder, str(Path(__file__).parent)]
        for mutant in clauses:
            mutant.write(Path(folder))
        return _print_text(clauses, options.seed, options.property)


def _print_text(clauses: Mapping[WrongImplementation, Sequence[str]], seed: int, only: str) -> int:
    found = True
    for mutant in clauses:
        sys.stdout.write(f"{mutant.name}: {mutant.symptom}\n\n")
        judged = judge(mutant, clauses[mutant], seed, only=only)
        for each in judged:
            sys.stdout.write(f"{_described(each)}\n\n")
        failed = [each.clause.id for each in judged if each.outcome is Outcome.FAILED]
        if missed := [each for each in clauses[mutant] if each not in failed]:
            sys.stdout.write(f"not found at {', '.join(missed)}\n")
            found = False
    return 0 if found else 1


def _described(judged: JudgedClause) -> str:
    if judged.outcome is Outcome.FAILED:
        return explain_failure(judged.clause, judged.failures)
    return f"{judged.clause.id}: {judged.outcome} after {judged.programs} programs"


if __name__ == "__main__":
    sys.exit(main())
