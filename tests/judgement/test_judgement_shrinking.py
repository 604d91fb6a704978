"""A violation is made smaller, program and schedule together, as far as the budget goes."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement import Violation
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import BadEnding
from haiway_conformance.judgement.hygiene_log import HygieneLog
from haiway_conformance.judgement.oracle import Attempt
from haiway_conformance.judgement.shrinking import BUDGET, shrunk
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    Consume,
    Merge,
    Scope,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Canonical, Did, Livelock, ReplayChoices
from shrinking_examples import RACES, REFERENCE, ends_before, found
from wrong_adapters import NeitherCancelsNorAwaits


def test_no_deviation_is_left_that_is_not_needed():
    attempt = ends_before("b", "a", slept=2)
    program = Program(
        (Start("a", (Sleep(1),)), Start("b", (Sleep(1),)), Start("c", (Sleep(1),)), Sleep(2))
    )
    tapes = ({one: 1, other: 1} for one in range(6) for other in range(one))
    many = next(
        t for t in tapes if attempt(program, ReplayChoices(t)).violation and runs_as(program, t)
    )
    small = shrunk(*found(attempt, program, ReplayChoices(many)), attempt, seed=0)
    run = small.run
    assert small.violation.sentence == "b was first"
    assert small.minimal
    assert {each.task for each in run.program if isinstance(each, Start)} == {"a", "b"}
    assert len(run.deviations) == 1
    assert attempt(run.program, Canonical()).violation is None, "without it there is no violation"


def runs_as(program, deviations):
    """Return True if the schedule is as the tape says, each deviation included."""
    return execute(REFERENCE, program, ReplayChoices(deviations)).deviations == deviations


def test_no_deviation_is_left_if_a_smaller_program_needs_none():
    attempt = ends_before("a", "b")
    run = shrunk(*found(attempt, RACES, ReplayChoices({3: 1})), attempt, seed=0).run
    assert run.program.size == 2
    assert not run.deviations


def test_names_are_without_gaps_in_the_end():
    def attempt(program, choices):
        run = execute(REFERENCE, program, choices)
        spawned = [each.subject for each in run.trace.of(Did.SPAWNED)]
        bad = spawned and spawned[-1] not in ("t1", "t2")
        return Attempt(run, Violation(f"{spawned[-1]} was spawned") if bad else None, met=True)

    spawns = tuple(Spawn(f"t{number}", (Wait(f"p{number}"),)) for number in (1, 2, 3, 7))
    program = Program((Scope("scope4", (Yield(), *spawns)),))
    small = shrunk(*found(attempt, program, Canonical()), attempt, seed=0)
    shown = Program((Scope("scope4", (Spawn("t7"),)),))
    assert small.run.program == shown, "with other names the same is no violation"

    def any_attempt(program, choices):
        run = execute(REFERENCE, program, choices)
        spawned = [each.subject for each in run.trace.of(Did.SPAWNED)]
        bad = len(spawned) > 1
        return Attempt(run, Violation(f"{spawned[1]} was spawned") if bad else None, met=True)

    small = shrunk(*found(any_attempt, program, Canonical()), any_attempt, seed=0)
    assert small.run.program == Program((Scope("scope1", (Spawn("t1"), Spawn("t2"))),))
    assert small.violation.sentence == "t2 was spawned"


def test_a_bad_ending_takes_the_place_of_nothing_else():
    def attempt(program, choices):
        outcome = ends_before("a", "b")(program, choices)
        small = program.size < RACES.size - 1
        return replace(outcome, violation=BadEnding("it hangs")) if small else outcome

    small = shrunk(*found(attempt, RACES, Canonical()), attempt, seed=0)
    assert small.violation.sentence == "a was first"
    assert small.run.program.size == RACES.size - 1
    begun = small.run, BadEnding("it hangs in another way")
    assert shrunk(*begun, attempt, seed=0).violation.sentence == "it hangs"


def test_the_budget_is_kept():
    spent = []

    def attempt(program, choices):
        outcome = ends_before("a", "b")(program, choices)
        spent.append(1 + outcome.run.trace[-1].iteration)
        return outcome

    first = found(attempt, RACES, Canonical())
    small = shrunk(*first, attempt, seed=0, budget=1)
    assert small.run.program.size >= RACES.size - 1
    assert not small.minimal
    assert len(spent) == 2, "the one that is under way is not broken off"


@pytest.mark.parametrize(("seen", "times"), [("no violation", 6), ("no end", 1), ("no premise", 2)])
def test_a_program_is_tried_as_often_as_it_may_tell_something(seen, times):
    """Canonically, with the same deviations, four times at random; and then never again.

    A program in which nothing is to be chosen is always the same.
    """
    in_vain = Counter()
    without_choice = set()

    def attempt(program, choices):
        outcome = ends_before("a", "b", slept=1)(program, choices)
        if outcome.violation is not None:
            return outcome
        in_vain[program] += 1
        if not outcome.run.questions:
            without_choice.add(program)
        if seen == "no end":
            runs_on = replace(outcome.run.aftermath, ending=Livelock((), 5000, 0.0, True))
            return replace(outcome, run=replace(outcome.run, aftermath=runs_on))
        return replace(outcome, met=seen != "no premise")

    small = shrunk(*found(attempt, RACES, Canonical()), attempt, seed=0)
    assert small.minimal
    assert small.run.program.size == 3
    assert without_choice
    assert {in_vain[each] for each in without_choice} == {1}
    assert {in_vain[each] for each in {*in_vain} - without_choice} == {times}


@pytest.mark.parametrize(("budget", "size"), [(BUDGET, 3), (0, 8)])
def test_what_is_left_behind_is_made_smaller_too(budget, size):
    budgets = {"hygiene/no-orphans": budget}
    log = HygieneLog(adapter := NeitherCancelsNorAwaits(), seed=0, budget=budgets.__getitem__)
    program = Program(
        (
            Catch((Scope("s", (Yield(), Spawn("t", (Sleep(1),)), Spawn("u", (Sleep(2),)))),)),
            Yield(),
        )
    )
    log.count(log.add(execute(adapter, program, Canonical())))
    assert log.met["hygiene/no-orphans"] == 1
    smallest = log.smallest()["hygiene/no-orphans"]
    assert smallest.run.program.size == size, "a scope, a task in it, and what that waits for"
    assert smallest.minimal is (True if budget else None)
    assert "still alive" in smallest.complaint


class LeavesATask(Adapter):
    lacks = ("ends-first",)

    async def stream_concurrently(self, *sources):
        asyncio.get_running_loop().create_task(asyncio.Event().wait())
        return
        yield


def test_what_is_left_behind_is_tried_only_with_what_an_adapter_can_do():
    source = Source("async generator")
    merge = Merge("m", (source, source), exhaustive=True)
    log = HygieneLog(adapter := LeavesATask(), seed=0)
    log.add(execute(adapter, Program((Yield(), merge, Consume("m"))), Canonical()))
    smallest = log.smallest()["hygiene/no-orphans"]
    # That it ends with its last source cannot be dropped, as this merge knows nothing else.
    assert smallest.run.program == Program((merge, Consume("m")))
