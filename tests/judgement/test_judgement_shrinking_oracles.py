"""A smaller program counts only if right implementations, the oracles, agree that it does."""

from dataclasses import replace

import pytest
from haiway_conformance.judgement import Violation
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.oracle import Attempt, oracles_for
from haiway_conformance.judgement.shrinking import shrunk
from haiway_conformance.oracles import PatientTaskGroups
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Scope,
    Spawn,
    Start,
    Yield,
)
from haiway_conformance.simulated_loop import Canonical, Did
from shrinking_examples import RACES, REFERENCE, ends_before, found, kept, oracle


@pytest.mark.parametrize("seen", ["violation", "no premise", "no run"])
def test_a_smaller_program_counts_only_if_the_oracle_keeps_the_clause_in_it(seen):
    asked = []
    attempt = ends_before("a", "b")

    def answers(program, choices):
        outcome = attempt(program, choices)
        asked.append(program.size)
        whole = program.size == RACES.size
        right = replace(outcome, violation=None)
        if whole:
            return right
        if seen == "violation":
            return outcome
        return replace(right, met=False) if seen == "no premise" else replace(right, run=None)

    begun = found(attempt, RACES, Canonical())
    oracles = [oracle(answers)]
    run = shrunk(*begun, attempt, oracles=oracles, must_meet=True, seed=0).run
    assert run.program.size == RACES.size
    assert asked, "the oracle was asked"
    run = shrunk(*begun, attempt, oracles=oracles, seed=0).run
    assert run.program.size == (2 if seen == "no premise" else RACES.size), "for a monitor"
    assert shrunk(*begun, attempt, seed=0).run.program.size == 2


def test_the_oracle_is_asked_about_the_smallest_program_first():
    attempt = ends_before("a", "b")
    asked = []

    def answers(program, choices):
        asked.append(program)
        return replace(attempt(program, choices), violation=None)

    begun = found(attempt, RACES, Canonical())
    small = shrunk(*begun, attempt, oracles=[oracle(answers)], must_meet=True, seed=0)
    assert small.run.program.size == 2
    assert len({*asked}) == 1, "of all programs on the way it saw none"


@pytest.mark.parametrize("least", range(3, RACES.size + 1))
def test_what_was_taken_away_too_much_is_taken_back(least):
    """The oracle agrees with programs of some size only; the smallest of them is found."""
    attempt = ends_before("a", "b")

    def answers(program, choices):
        outcome = attempt(program, choices)
        return replace(outcome, violation=None) if program.size >= least else outcome

    begun = found(attempt, RACES, Canonical())
    small = shrunk(*begun, attempt, oracles=[oracle(answers)], must_meet=True, seed=0)
    assert small.minimal
    assert small.run.program.size == least


def test_an_oracle_is_asked_once_where_nothing_is_to_be_chosen():
    attempt = ends_before("a", "b")
    asked = kept(attempt)

    def answers(*operations):
        run, _ = found(attempt, Program(operations), Canonical())
        return len([*asked.answers(run, seed=0)])

    assert answers(Start("a", (Yield(),)), Start("b", (Yield(),))) == 1
    assert answers(*RACES.main) == 6


def test_none_of_several_oracles_may_violate_the_clause_and_one_is_to_meet_its_premise():
    attempt = ends_before("a", "b")

    def without_premise(program, choices):
        return replace(attempt(program, choices), violation=None, met=False)

    def size(*oracles):
        begun = found(attempt, RACES, Canonical())
        return shrunk(*begun, attempt, oracles=oracles, must_meet=True, seed=0).run.program.size

    assert size() == size(oracle(without_premise)) == RACES.size
    assert size(oracle(without_premise), kept(attempt)) == 2
    assert size(kept(attempt), oracle(attempt)) == RACES.size


def test_an_oracle_says_nothing_about_what_it_cannot_carry_out():
    def attempt(program, choices):
        run = execute(REFERENCE, program, choices)
        bad = run.trace.first(Did.SPAWNED) is not None
        return Attempt(run, Violation("a task was spawned") if bad else None, met=True)

    program = Program((Yield(), Scope("scope1", (Yield(), Spawn("t1", (Yield(),))))))

    def size(has):
        oracles = [kept(attempt), oracle(attempt, has=has)]
        begun = found(attempt, program, Canonical())
        return shrunk(*begun, attempt, oracles=oracles, must_meet=True, seed=0).run.program.size

    assert size({"scope", "spawn"}) == program.size
    assert size({"scope"}) == 2


def test_an_implementation_is_no_oracle_for_a_clause_that_it_need_not_keep():
    def oracles(clause):
        return oracles_for([REFERENCE, PatientTaskGroups()], lambda _: None, clause)

    assert len(oracles("failures/surfaces")) == 2
    assert len(oracles("failures/fails-fast")) == 1
