"""Pruned schedules would show nothing new, whatever implementation runs the suite's programs.

For each of some dozens of programs all outcomes are compared: what happens and when, how it ends,
what is left behind. The loop iteration is no part of it.
"""

import logging
import sys
from unittest.mock import patch

import pytest
from catalogue import MUTANTS
from drawn_programs import STRATEGIES, drawn
from haiway_conformance.adapter import capabilities, resolve
from haiway_conformance.exploration import BoundedSearch, Bounds
from haiway_conformance.judgement.counterexample import fingerprint_of
from haiway_conformance.judgement.ending import ending_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.simulated_loop import ReplayChoices
from mutant import Mutant

RIGHT = (
    "haiway_reference",
    "haiway_conformance.oracles:TaskGroups",
    "worker_pool:WorkerPool",
    "pushed_streams:EagerPushedStreams",
    "waiting_helpers:WaitingHelpers",
)
BROKEN = tuple(each for each in MUTANTS if isinstance(each, Mutant))[::60]


def programs(present):
    """A program of each third strategy: of the small ones that can be run, one of the largest."""
    for name in sorted(STRATEGIES)[::3]:
        small = [each for each in drawn(name, 20) if each.size <= 12 and each.needs <= present]
        if small:
            yield max(small, key=lambda each: each.size)


def all_that_comes_of(adapter, program, *, reducing):
    """The search, and the outcomes of all runs."""
    search = BoundedSearch(Bounds(2, 2_000), reducing=reducing)
    # Else pytest keeps, as text, all that thousands of runs log.
    with patch.object(logging.getLogger(), "handlers", [logging.NullHandler()]):
        return search, {outcome(execute(adapter, program, each)) for each in search}


def outcome(run):
    left = run.aftermath
    return (
        tuple((each.time, each.task, each.did, each.subject, each.detail) for each in run.trace),
        ending_of(run),
        (left.places, left.timers, left.unretrieved, left.never_awaited),
        (run.orphans, len(run.unbalanced)),
    )


def compared(adapter):
    """How many schedules there are, and how many are run, of each program that can be compared."""
    counts = []
    for program in programs(capabilities(adapter)):
        everything, outcomes = all_that_comes_of(adapter, program, reducing=False)
        reduced, still = all_that_comes_of(adapter, program, reducing=True)
        if everything.cut is reduced.cut is None:
            assert still == outcomes, program.to_text()
            counts.append((everything.run, reduced.run))
    return counts


@pytest.mark.parametrize("target", RIGHT)
def test_right_implementations(target):
    several = [(there_are, run) for there_are, run in compared(resolve(target)) if there_are > 1]
    fewer = [run for there_are, run in several if run < there_are]
    assert len(fewer) > len(several) / 3, several


@pytest.mark.parametrize("mutant", BROKEN, ids=lambda each: each.name)
def test_broken_implementations(mutant, tmp_path, monkeypatch):
    mutant.write(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert any(run < there_are for there_are, run in compared(resolve(mutant.target)))
    for name in [each for each in sys.modules if each.partition(".")[0] == mutant.name]:
        del sys.modules[name]


@pytest.mark.parametrize("target", RIGHT)
def test_to_follow_a_run_changes_nothing_in_it(target):
    """So what was found here is replayed where nobody follows."""
    adapter = resolve(target)
    for program in list(programs(capabilities(adapter)))[::4]:
        for choices in BoundedSearch(Bounds(1, 50)):
            run = execute(adapter, program, choices)
            again = execute(adapter, program, ReplayChoices(run.deviations))
            assert fingerprint_of(again) == fingerprint_of(run)
            assert outcome(again) == outcome(run)
            assert again.passages == run.passages
