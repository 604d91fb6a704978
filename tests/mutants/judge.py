"""Judge an implementation by the programs of some clauses: prints a `Judgement`, as JSON.

    python judge.py TARGET SEED CLAUSE... [--beside CLAUSE]

Chapter hygiene has no programs of its own. The command `certify` judges it by those of all clauses,
which takes long for a mutant each; here they are those of one other clause, or of several.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from haiway_conformance.adapter import capabilities, resolve
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.request import Request
from haiway_conformance.certify.witness import Witness
from haiway_conformance.report import Outcome, judge_clauses
from haiway_spec import specification
from removals import Counterexample, watched

__all__ = ("Judgement",)


@dataclass(frozen=True)
class Judgement:
    """What the suite says of an implementation.

    Attributes:
        complaints: For each clause that failed, its messages.
        counterexamples: All that were shown.
    """

    complaints: dict[str, list[str]]
    counterexamples: list[Counterexample]

    @classmethod
    def from_json(cls, text: str) -> "Judgement":
        """Read one that was printed."""
        read = json.loads(text)
        shown = [Counterexample(**each) for each in read["counterexamples"]]
        return cls(read["complaints"], shown)


class _Silence:
    """Shows no progress."""

    def begin(self, chapters: Iterable[str]) -> None:
        """Show nothing."""

    def done(self, chapter: str) -> None:
        """Show nothing."""


def judge(target: str, seed: int, clauses: list[str], beside: list[str]) -> Judgement:
    """Let the suite judge, in its quick profile."""
    witness = Witness(_Silence())
    with watched() as counterexamples:
        run_suite(Request(target, "quick", seed), tuple(beside or clauses), witness)
    assert not witness.problems, witness.problems
    wanted = [specification().clause(each) for each in clauses]
    judged = judge_clauses(wanted, witness.results(), capabilities(resolve(target)))
    failed = judged.having(Outcome.FAILED)
    return Judgement(
        {each.clause.id: [failure.message for failure in each.failures] for each in failed},
        counterexamples,
    )


def main() -> None:
    """Print the judgement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("seed", type=int)
    parser.add_argument("clauses", nargs="+")
    parser.add_argument("--beside", action="append", default=[])
    given = parser.parse_args()
    judgement = judge(given.target, given.seed, given.clauses, given.beside)
    sys.stdout.write(json.dumps(asdict(judgement)))


if __name__ == "__main__":
    main()
