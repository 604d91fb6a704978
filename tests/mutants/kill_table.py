"""How soon each broken implementation is found: prints a table in Markdown.

    python tests/mutants/kill_table.py --seeds 3

Each mutant is judged by the properties of the clauses that it breaks, without shrinking. What
counts is the first violation by any of them: after how many programs, and runs of them, it came.
"""

import argparse
import hashlib
import importlib
import logging
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from catalogue import HERE, MUTANTS
from haiway_conformance import suite
from haiway_conformance.adapter import Adapter, resolve
from haiway_conformance.judgement import Violation
from haiway_conformance.judgement.explorer import Explorer, Profile
from hypothesis import HealthCheck, Phase, settings
from mutant import Mutant
from mutants_helpers import Naive

# More than any mutant should take: what is not found then counts as never found.
BUDGET = Profile("kill table", programs=100, schedules=10)


@dataclass(frozen=True, order=True)
class Found:
    """When a mutant was found: after so many programs, and so many runs of them."""

    programs: int
    runs: int


@dataclass(frozen=True)
class Property:
    """A property and the arguments with which it judges a clause."""

    name: str
    test: Any
    given: dict[str, str]


def properties(clause: str) -> Iterator[Property]:
    """The properties of a clause."""
    for path in sorted(Path(suite.__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"{suite.__name__}.{path.stem}")
        for name, test in sorted(vars(module).items()):
            if name.startswith("test_") and hasattr(test, "hypothesis"):
                for given in _arguments(test, clause):
                    case = "".join(f"[{value}]" for value in given.values())
                    yield Property(f"{path.stem}::{name}{case}", test, given)


def _arguments(test: Any, clause: str) -> Iterator[dict[str, str]]:
    for mark in test.pytestmark:
        if mark.name == "clause" and mark.args == (clause,):
            yield {}
        if mark.name == "parametrize":
            name, cases = mark.args
            yield from (
                {name: case.values[0]}
                for case in cases
                if any(each.args == (clause,) for each in case.marks)
            )


def first_violation(judge: Property, target: str, adapter: Adapter, seed: int) -> Found | None:
    """Run one property until it complains; None if it never does."""
    explorer = Explorer(adapter, seed=seed, profile=BUDGET, target=target)
    found: list[Found] = []
    handle = judge.test.hypothesis
    inner = handle.inner_test

    def noting(*args: Any, **kwargs: Any) -> None:
        try:
            inner(*args, **kwargs)
        except Violation:
            findings = explorer.findings()
            found.append(Found(findings.programs, findings.schedules))
            raise

    digest = hashlib.sha256(f"{seed}:{judge.name}".encode()).digest()
    judge.test._hypothesis_internal_use_seed = int.from_bytes(digest[:8])
    judge.test._hypothesis_internal_use_settings = settings(
        max_examples=BUDGET.programs,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    handle.inner_test = noting
    try:
        judge.test(explore=explorer, **judge.given)
    except Violation:
        pass
    finally:
        handle.inner_test = inner
    return found[0] if found else None


def kills(mutant: Mutant | Naive, seeds: int) -> list[tuple[str, list[Found | None]]]:
    """When a mutant is found at each of the clauses that it breaks, by seed."""
    logging.lastResort = None  # what ignored failures say would stand in the table
    sys.path.insert(0, str(HERE))
    with tempfile.TemporaryDirectory() as folder:
        mutant.write(Path(folder))
        sys.path.insert(0, folder)
        adapter = resolve(mutant.target)
        return [
            (clause, [_first(clause, mutant.target, adapter, seed) for seed in range(seeds)])
            for clause in mutant.clauses
            # There are no drawn programs of their own to count.
            if not clause.startswith(("hygiene/", "guide/"))
        ]


def _first(clause: str, target: str, adapter: Adapter, seed: int) -> Found | None:
    found = [first_violation(judge, target, adapter, seed) for judge in properties(clause)]
    return min((each for each in found if each is not None), default=None)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="mutants whose name contains this")
    given = parser.parse_args()
    out = sys.stdout.write
    out("| mutant | clause | programs until found | runs until found |\n|---|---|---|---|\n")
    programs: list[int] = []
    mutants = [mutant for mutant in MUTANTS if given.only in mutant.name]
    # A process for each: some leave behind what never goes.
    with ProcessPoolExecutor(
        given.jobs, mp_context=get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        for mutant, rows in zip(
            mutants, pool.map(kills, mutants, repeat(given.seeds)), strict=True
        ):
            for clause, found in rows:
                never = Found(BUDGET.programs + 1, 0)
                programs += [(each or never).programs for each in found]
                cells = [
                    ", ".join("never" if each is None else str(pick(each)) for each in found)
                    for pick in (lambda each: each.programs, lambda each: each.runs)
                ]
                out(f"| {mutant.name} | {clause} | {cells[0]} | {cells[1]} |\n")
                sys.stdout.flush()
    within = [sum(each <= limit for each in programs) for limit in (10, 25, 60)]
    out(
        f"\nOf {len(programs)} searches, {within[0]} end within 10 programs, {within[1]} within 25,"
        f" {within[2]} within 60; the median is {median(programs):g}.\n"
    )


if __name__ == "__main__":
    main()
