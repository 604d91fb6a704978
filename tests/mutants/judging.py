"""Judge mutants in processes that are forked from one that has imported everything: `judging`.

To import pytest, the suite and the right implementations takes longer than to judge most mutants.
Each is judged in a process of its own, as some leave tasks or modules behind.
"""

import json
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from catalogue import HERE, MUTANTS
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.progress import Nothing
from haiway_conformance.certify.witness import Witness
from haiway_conformance.report import JudgedClause, Outcome
from judge import judge
from removals import Counterexample, observed_counterexamples, right_adapters

__all__ = ("Judgement", "judging")


@dataclass(frozen=True)
class Judgement:
    """The suite's complaints about a mutant, as plain data.

    Attributes:
        complaints: The messages for each clause that failed.
        counterexamples: All that were shown.
    """

    complaints: dict[str, list[str]]
    counterexamples: list[Counterexample]


type Judging = Callable[[str, Sequence[str], int, bool], Judgement]
"""Judges a mutant, by its name, at clauses, with a seed; by random programs in any case, or only if
it is not found without them."""


@contextmanager
def judging() -> Generator[Judging]:
    """Start the process from which others are forked, for as long as the context lasts.

    Yields:
        What judges a mutant. It raises AssertionError, with the traceback in the other process, if
        the suite itself fails there.
    """
    with subprocess.Popen(
        [sys.executable, HERE / "judging.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        send, answers = server.stdin, server.stdout

        def judged(name: str, clauses: Sequence[str], seed: int, by_all: bool) -> Judgement:
            send.write(json.dumps([name, clauses, seed, by_all]) + "\n")
            send.flush()
            answer = json.loads(answers.readline())
            assert "failed" not in answer, answer["failed"]
            shown = [Counterexample(**each) for each in answer["counterexamples"]]
            return Judgement(answer["complaints"], shown)

        yield judged
        send.close()


def _serve(requests: Iterable[str]) -> None:
    """Answer each request, a line, with a line."""
    answers, sys.stdout = sys.stdout, sys.stderr
    sys.path.append(str(HERE))  # for `naive_helpers`
    _warm_up()
    for request in requests:
        try:
            with ProcessPoolExecutor(1, mp_context=get_context("fork")) as process:
                answer = asdict(process.submit(_judged, *json.loads(request)).result())
        except Exception:  # noqa: BLE001 - for the test
            answer = {"failed": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _warm_up() -> None:
    """Import everything. Hypothesis reads all modules, too, as soon as properties run."""
    right_adapters()
    options = CertifyOptions("haiway_reference", "quick", seed=0)
    run_suite(options, ("cancellation/not-swallowed",), Witness(Nothing()))


def _judged(name: str, clauses: Sequence[str], seed: int, by_all: bool) -> Judgement:
    (mutant,) = (each for each in MUTANTS if each.name == name and each.clauses == tuple(clauses))
    with tempfile.TemporaryDirectory() as folder, observed_counterexamples() as shown:
        sys.path.insert(0, folder)
        mutant.write(Path(folder))
        complaints: dict[str, list[str]] = {}
        if not by_all:
            complaints = _complaints(judge(mutant, clauses, seed, directed=True))
        if not all(mutant.is_told(complaints.get(each, ())) for each in clauses):
            complaints = _complaints(judge(mutant, clauses, seed))
    return Judgement(complaints, shown)


def _complaints(judged: Iterable[JudgedClause]) -> dict[str, list[str]]:
    """Return the messages for each clause that failed."""
    return {
        each.clause.id: [failure.message for failure in each.failures]
        for each in judged
        if each.outcome is Outcome.FAILED
    }


if __name__ == "__main__":
    _serve(sys.stdin)
