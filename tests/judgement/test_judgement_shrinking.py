"""A violation is made smaller, program and schedule together, and a control keeps that sound."""

from collections import Counter
from dataclasses import replace

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement import Violation
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import BadEnding
from haiway_conformance.judgement.left_behind import LeftBehind
from haiway_conformance.judgement.shrinking import Attempt, shrunk
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Catch, Scope, Sleep, Spawn, Start, Yield
from haiway_conformance.simulation import Canonical, Did, Livelock, Tape
from wrong_adapters import NeitherCancelsNorAwaits

REFERENCE = resolve("haiway_reference")

# Two sleeps end at one time: which is first is a question, and so is which of the two others is.
RACES = Program(
    (
        Start("a", (Sleep(1), Yield())),
        Start("b", (Sleep(1), Yield())),
        Start("c", (Sleep(2),)),
        Start("d", (Sleep(2),)),
        Sleep(3),
    )
)


def ends_before(first, second, *, slept=0):
    """A property that is violated when one task ends before another, after so many sleeps."""

    def trying(program, choices, *, control=False):
        run = execute(REFERENCE, program, choices)
        ended = [each.subject for each in run.trace.of(Did.RETURNED)]
        bad = not control and {first, second} <= {*ended}
        bad = bad and sum(isinstance(each, Sleep) for each in program) >= slept
        bad = bad and ended.index(first) < ended.index(second)
        return Attempt(run, Violation(f"{first} was first") if bad else None, met=True)

    return trying


def found(trying, program, choices):
    attempt = trying(program, choices)
    assert attempt.violation is not None
    return attempt.run, attempt.violation


def test_no_deviation_is_left_that_is_not_needed():
    trying = ends_before("b", "a", slept=2)
    program = Program(
        (Start("a", (Sleep(1),)), Start("b", (Sleep(1),)), Start("c", (Sleep(1),)), Sleep(2))
    )
    tapes = ({one: 1, other: 1} for one in range(6) for other in range(one))
    many = next(t for t in tapes if trying(program, Tape(t)).violation and runs_as(program, t))
    small = shrunk(*found(trying, program, Tape(many)), trying, seed=0, controlled=False)
    run = small.run
    assert small.violation.sentence == "b was first"
    assert small.minimal
    assert {each.task for each in run.program if isinstance(each, Start)} == {"a", "b"}
    assert len(run.deviations) == 1
    assert trying(run.program, Canonical()).violation is None, "without it there is no violation"


def runs_as(program, deviations):
    """Whether the schedule is as the tape says, each deviation included."""
    return execute(REFERENCE, program, Tape(deviations)).deviations == deviations


def test_no_deviation_is_left_if_a_smaller_program_needs_none():
    trying = ends_before("a", "b")
    run = shrunk(*found(trying, RACES, Tape({3: 1})), trying, seed=0, controlled=False).run
    assert run.program.size == 2
    assert not run.deviations


@pytest.mark.parametrize("seen", ["violation", "no premise", "no run"])
def test_a_smaller_program_counts_only_if_the_control_keeps_the_clause_in_it(seen):
    asked = []

    def trying(program, choices, *, control=False):
        attempt = ends_before("a", "b")(program, choices)
        if not control:
            return attempt
        asked.append(program.size)
        whole = program.size == RACES.size
        kept = replace(attempt, violation=None)
        if whole:
            return kept
        if seen == "violation":
            return attempt
        return replace(kept, met=False) if seen == "no premise" else replace(kept, run=None)

    run = shrunk(*found(trying, RACES, Canonical()), trying, seed=0, controlled=True).run
    assert run.program == RACES
    assert asked, "the control was asked"
    run = shrunk(*found(trying, RACES, Canonical()), trying, seed=0, controlled=False).run
    assert run.program.size == 2


def test_a_bad_ending_takes_the_place_of_nothing_else():
    def trying(program, choices, *, control=False):
        attempt = ends_before("a", "b")(program, choices, control=control)
        small = program.size < RACES.size - 1
        return replace(attempt, violation=BadEnding("it hangs")) if small else attempt

    small = shrunk(*found(trying, RACES, Canonical()), trying, seed=0, controlled=False)
    assert small.violation.sentence == "a was first"
    assert small.run.program.size == RACES.size - 1
    begun = small.run, BadEnding("it hangs in another way")
    assert shrunk(*begun, trying, seed=0, controlled=False).violation.sentence == "it hangs"


def test_the_budget_is_kept():
    spent = []

    def trying(program, choices, *, control=False):
        attempt = ends_before("a", "b")(program, choices, control=control)
        spent.append(1 + attempt.run.trace[-1].iteration)
        return attempt

    first = found(trying, RACES, Canonical())
    small = shrunk(*first, trying, seed=0, controlled=False, budget=1)
    assert small.run.program.size >= RACES.size - 1
    assert not small.minimal
    assert len(spent) == 2, "the one that is under way is not broken off"


@pytest.mark.parametrize(("seen", "times"), [("no violation", 6), ("no end", 1), ("no premise", 2)])
def test_a_program_is_tried_as_often_as_it_may_tell_something(seen, times):
    """Canonically, with the same deviations, four times at random; and then never again."""
    in_vain = Counter()

    def trying(program, choices, *, control=False):
        attempt = ends_before("a", "b", slept=1)(program, choices)
        if attempt.violation is not None:
            return attempt
        in_vain[program] += 1
        if seen == "no end":
            runs_on = replace(attempt.run.aftermath, ending=Livelock((), 5000, 0.0, True))
            return replace(attempt, run=replace(attempt.run, aftermath=runs_on))
        return replace(attempt, met=seen != "no premise")

    small = shrunk(*found(trying, RACES, Canonical()), trying, seed=0, controlled=False)
    assert small.minimal
    assert small.run.program.size == 3
    assert {*in_vain.values()} == {times}


def test_what_is_left_behind_is_made_smaller_too():
    left = LeftBehind(adapter := NeitherCancelsNorAwaits(), seed=0)
    program = Program(
        (
            Catch((Scope("s", (Yield(), Spawn("t", (Sleep(1),)), Spawn("u", (Sleep(2),)))),)),
            Yield(),
        )
    )
    left.count(left.look(execute(adapter, program, Canonical())))
    assert left.met["hygiene/no-orphans"] == 1
    smallest = left.smallest()["hygiene/no-orphans"]
    assert smallest.run.program.size == 3, "a scope, a task in it, and what that waits for"
    assert "still alive" in smallest.complaint
