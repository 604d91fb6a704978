"""How soon a property finds a mutant: after how many programs and runs it complains first."""

import logging
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from catalogue import HERE
from haiway_conformance.adapter import Adapter, Implementation, resolve
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.witness import Witness
from haiway_conformance.judgement import Explorer, Profile, Violation
from haiway_conformance.plugin.exploration import finding_violated
from haiway_conformance.plugin.property import Property, property_of
from haiway_conformance.plugin.settings import under_own_settings
from hypothesis import is_hypothesis_test
from kill_page import Found, Row
from mutant import WrongImplementation

__all__ = ("BUDGET", "collected", "rows")

# More than any mutant should need: what is not found then counts as never found.
BUDGET = Profile("kill table", programs=100, schedules=10)

# Most mutants are found within so many programs. So all properties of a clause get that many first,
# before one that does not find the mutant runs its whole budget.
FIRST = 10


def rows(mutant: WrongImplementation, seeds: int) -> list[Row]:
    """Find a mutant at each of the clauses that it breaks.

    To be called in a process of its own, whose path and logging it changes.

    Args:
        mutant: The mutant.
        seeds: The number of seeds, from 0, at which it is searched for.

    Returns:
        A row of the kill table for each of its clauses.
    """
    logging.lastResort = None  # log records of ignored failures would be printed among the rows
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(None):
        sys.path[:0] = [folder, str(HERE)]
        mutant.write(Path(folder))
        adapter = resolve(mutant.target)
        return [
            Row(
                mutant.name,
                mutant.symptom,
                clause,
                tuple(_soonest(mutant, clause, adapter, seed) for seed in range(seeds)),
            )
            for clause in mutant.clauses
        ]


def _soonest(mutant: WrongImplementation, clause: str, adapter: Adapter, seed: int) -> Found | None:
    hygiene = clause if mutant.programs_of else None
    properties = _properties(mutant.programs_of or clause, seed)
    for most in (FIRST, BUDGET.programs):
        soonest: Found | None = None
        for item in properties:
            limit = most if soonest is None else soonest.programs
            found = _first_violation(item, mutant.target, adapter, hygiene=hygiene, most=limit)
            soonest = min((each for each in (soonest, found) if each is not None), default=None)
        if soonest is not None:
            return soonest
    return None


def _properties(clause: str, seed: int) -> list[pytest.Item]:
    return [item for item in collected(seed) if _judged(item).clause.id == clause]


@cache
def collected(seed: int) -> list[pytest.Item]:
    """Return all properties at a seed, without those of random programs.

    Collecting takes a second: a process that forks others should call it first. The properties do
    not depend on the implementation.

    Args:
        seed: The seed of the run.
    """
    collector = _Collector()
    run_suite(CertifyOptions("haiway_reference", "quick", seed), (), collector)
    assert not collector.problems, collector.problems
    return [item for item in collector.items if not _judged(item).random_program]


def _judged(item: pytest.Item) -> Property:
    judged = property_of(item)
    assert judged is not None, item
    return judged


def _first_violation(
    item: pytest.Item, target: str, adapter: Adapter, *, hygiene: str | None, most: int
) -> Found | None:
    """Run one property until it complains.

    Args:
        item: The property, as pytest collected it.
        target: The implementation's name.
        adapter: The implementation.
        hygiene: The clause of chapter hygiene whose violation after the property's programs is
            looked for; None if the property itself is to complain.
        most: The number of programs after which the search ends.

    Returns:
        When it complained; None if it did not.
    """
    judged = replace(_judged(item), profile=BUDGET)
    named = Implementation(target, target, "0")
    explorer = Explorer(
        adapter,
        seed=judged.seed,
        profile=BUDGET,
        implementation=named,
        clause=judged.clause.id,
        find_violated=finding_violated(judged.clause),
    )
    found: list[Found] = []
    programs = 0

    def observed(test: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        nonlocal programs
        programs += 1
        complained = False
        if not found and programs <= most:
            try:
                test(*args, **kwargs)
            except Violation:
                complained = True
        if complained or hygiene:
            findings = explorer.findings()
            if hygiene is None or hygiene in findings.unclean:
                found.append(Found(findings.programs, findings.schedules))
        # Always raised here: when Hypothesis runs the program again, it expects the same failure.
        if found or programs > most:
            raise Violation("the search is over")

    with suppress(Violation), under_own_settings(item, judged):
        _run(item, observed, explorer)
    return found[0] if found else None


def _run(item: Any, observed: Callable[..., None], explorer: Explorer) -> None:
    test = item.obj
    if not is_hypothesis_test(test):  # a worked program, which draws nothing
        observed(test, explore=explorer)
        return
    inner = test.hypothesis.inner_test

    def intercepted(*args: Any, **kwargs: Any) -> None:
        observed(inner, *args, **kwargs)

    test.hypothesis.inner_test = intercepted
    parameters: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    try:
        test(explore=explorer, **parameters)
    finally:
        test.hypothesis.inner_test = inner


class _Collector(Witness):
    """Keeps the properties that pytest collects, and lets none of them run."""

    def __init__(self) -> None:
        super().__init__(self)
        self.items: list[pytest.Item] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the properties instead of running them."""
        self.items = list(session.items)
        return True

    def begin(self, chapters: Iterable[str]) -> None:
        """Show no progress."""

    def done(self, chapter: str) -> None:
        """Show no progress."""
