"""How soon each broken implementation is found: prints the page `docs/kill_table.md`, or writes it.

    python tests/mutants/kill_table.py --seeds 3 --write

Each mutant is judged by the properties of the clauses that it breaks, without shrinking. What
counts is the first violation by any of them: after how many programs, and runs of them, it came.
"""

import argparse
import hashlib
import importlib
import importlib.metadata
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from platform import python_version
from typing import Any

from catalogue import HERE, MUTANTS
from haiway_conformance import suite
from haiway_conformance.adapter import Adapter, Implementation, resolve
from haiway_conformance.judgement import Explorer, Profile, Violation
from hypothesis import HealthCheck, Phase, settings
from kill_page import PAGE, Found, Page, Row
from mutant import Mutant
from mutants_helpers import Naive

# More than any mutant should take: what is not found then counts as never found.
BUDGET = Profile("kill table", programs=100, schedules=10)

# Most are found within so many, so that others of the clause's properties need not go on for long.
FIRST = 10


@dataclass(frozen=True)
class Property:
    """A property and the arguments with which it judges a clause."""

    name: str
    test: Any
    given: dict[str, str]


def properties(clause: str) -> Iterator[Property]:
    """The properties of a clause, without those that look at programs made for no clause."""
    for path in sorted(Path(suite.__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"{suite.__name__}.{path.stem}")
        for name, test in sorted(vars(module).items()):
            if name.startswith("test_") and not _is_net(test):
                for given in _arguments(test, clause):
                    case = "".join(f"[{value}]" for value in given.values())
                    yield Property(f"{path.stem}::{name}{case}", test, given)


def _is_net(test: Any) -> bool:
    return any(mark.name == "net" for mark in test.pytestmark)


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


def first_violation(
    judge: Property, target: str, adapter: Adapter, seed: int, *, hygiene: str | None, most: int
) -> Found | None:
    """Run one property until there is a complaint.

    Args:
        judge: The property.
        target: The implementation's name.
        adapter: The implementation.
        seed: The seed.
        hygiene: The clause of chapter hygiene that is to be found violated after the property's
            programs; None where the property itself is to complain.
        most: After so many programs it is given up.

    Returns:
        When there was one; None if there never is.
    """
    named = Implementation(target, target, "0")
    explorer = Explorer(adapter, seed=seed, profile=BUDGET, implementation=named)
    found: list[Found] = []
    tried = 0

    def noting(test: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        nonlocal tried
        tried += 1
        complained = False
        if not found and tried <= most:
            try:
                test(*args, **kwargs)
            except Violation:
                complained = True
        if complained or hygiene:
            findings = explorer.findings()
            if hygiene is None or hygiene in findings.unclean:
                found.append(Found(findings.programs, findings.schedules))
        # Raised here alone: Hypothesis wants the same failure when it tries again.
        if found or tried > most:
            raise Violation("over")

    with suppress(Violation):
        _run(judge, seed, noting, explorer)
    return found[0] if found else None


def _run(judge: Property, seed: int, noting: Callable[..., None], explorer: Explorer) -> None:
    if not hasattr(judge.test, "hypothesis"):  # it draws nothing: a worked program
        noting(judge.test, explore=explorer)
        return
    handle = judge.test.hypothesis
    inner = handle.inner_test
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
    handle.inner_test = lambda *args, **kwargs: noting(inner, *args, **kwargs)
    try:
        judge.test(explore=explorer, **judge.given)
    finally:
        handle.inner_test = inner


def kills(mutant: Mutant | Naive, seeds: int) -> list[Row]:
    """When a mutant is found at each of the clauses that it breaks, by seed."""
    logging.lastResort = None  # what ignored failures say would stand in the page
    sys.path.insert(0, str(HERE))
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(None):
        mutant.write(Path(folder))
        sys.path.insert(0, folder)
        adapter = resolve(mutant.target)
        return [
            Row(
                mutant.name,
                mutant.noticed,
                clause,
                tuple(_first(mutant, clause, adapter, seed) for seed in range(seeds)),
            )
            for clause in mutant.clauses
        ]


def _first(mutant: Mutant | Naive, clause: str, adapter: Adapter, seed: int) -> Found | None:
    beside = mutant.beside if isinstance(mutant, Mutant) else ""
    hygiene = clause if beside else None
    for most in (FIRST, BUDGET.programs):
        first = None
        for judge in properties(beside or clause):
            limit = most if first is None else first.programs
            found = first_violation(
                judge, mutant.target, adapter, seed, hygiene=hygiene, most=limit
            )
            first = min((each for each in (first, found) if each is not None), default=None)
        if first is not None:
            return first
    return None


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="mutants whose name contains this")
    parser.add_argument("--missing", action="store_true", help="keep what the page has already")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    given = parser.parse_args()
    kept = {row.entry: row for row in Page.read().rows} if given.missing else {}
    mutants = [mutant for mutant in MUTANTS if given.only in mutant.name]
    wanted = [
        mutant
        for mutant in mutants
        if any((mutant.name, mutant.noticed, each) not in kept for each in mutant.clauses)
    ]
    # A process for each: some leave behind what never goes.
    with ProcessPoolExecutor(
        given.jobs, mp_context=get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        for number, rows in enumerate(pool.map(kills, wanted, repeat(given.seeds)), 1):
            kept |= {row.entry: row for row in rows}
            sys.stderr.write(f"{number} of {len(wanted)}: {rows[0].name}\n")
    page = Page(
        python=python_version(),
        hypothesis=importlib.metadata.version("hypothesis"),
        seeds=given.seeds,
        budget=BUDGET.programs,
        rows=tuple(
            kept[mutant.name, mutant.noticed, clause]
            for mutant in mutants
            for clause in mutant.clauses
        ),
    )
    if given.write:
        PAGE.write_text(str(page), encoding="utf-8")
    else:
        sys.stdout.write(str(page))


if __name__ == "__main__":
    main()
