"""Judge chapter hygiene by the programs of one clause: prints what it complains of, as JSON.

    python beside.py TARGET CLAUSE SEED

The command `certify` judges it by the programs of all clauses, which takes long for a mutant each.
"""

import json
import sys
from collections.abc import Iterable

from haiway_conformance.adapter import capabilities, resolve
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.request import Request
from haiway_conformance.certify.witness import Witness
from haiway_conformance.report import Outcome, judge_clauses
from haiway_spec import specification

__all__ = ("complaints",)


class Silence:
    """Shows no progress."""

    def begin(self, chapters: Iterable[str]) -> None:
        """Show nothing."""

    def done(self, chapter: str) -> None:
        """Show nothing."""


def complaints(target: str, clause: str, seed: int) -> dict[str, list[str]]:
    """What is unclean after the programs of a clause: for each clause of hygiene, its message."""
    witness = Witness(Silence())
    run_suite(Request(target, "quick", seed), (clause,), witness)
    assert not witness.problems, witness.problems
    hygiene = specification().chapter("hygiene").clauses
    judged = judge_clauses(hygiene, witness.results(), capabilities(resolve(target)))
    return {each.clause.id: [each.message] for each in judged.having(Outcome.FAILED)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(complaints(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
