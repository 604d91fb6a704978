"""Small programs are run under all schedules within bounds, and these are counted."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.exploration import Bounds, Exhausted, SmallPrograms
from haiway_conformance.judgement import Explorer, Findings, Profile, Violation, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Cancel, Forever, Scope, Spawn, Start, Wait, Yield
from haiway_conformance.simulated_loop import Did

REFERENCE = resolve("haiway_reference")


def waiting(*names):
    """A scope with a task for each point, all of which end."""
    tasks = [Spawn(name, (Wait(f"p{name}"),)) for name in names]
    return Program((Scope("s", (*tasks, Wait("rest", "idle"))),))


def explorer(programs=2, operations=7, cancels=1, deviations=2, schedules=500):
    small = SmallPrograms(programs, operations, cancels, Bounds(deviations, schedules))
    profile = Profile("small", programs=9, schedules=3, exhaustive=small)
    return Explorer(REFERENCE, seed=0, profile=profile)


def counts(explore):
    found = explore.findings().exhausted
    return found.complete, found.cut, found.run, found.pruned


def test_a_small_program_is_run_under_all_schedules():
    explore = explorer()
    runs = list(explore(waiting("a", "b")))
    assert runs[0].deviations == {}
    schedules = {tuple(run.deviations.items()) for run in runs}
    assert len(schedules) == len(runs) > 3
    assert max(len(each.deviations) for each in runs) == 2
    assert {run.trace.of(Did.GOES_ON)[0].task for run in runs} >= {"a", "b"}
    complete, cut, run, pruned = counts(explore)
    assert (complete, cut, run) == (1, 0, len(runs))
    assert pruned > 0
    assert explore.findings().schedules == len(runs)


def test_the_bounds_stand_beside_the_counts():
    found = explorer().findings().exhausted
    assert (found.operations, found.cancels, found.deviations, found.limit) == (7, 1, 2, 500)


def test_only_so_many_programs_are_exhausted_and_they_always_are():
    explore = explorer(programs=1)
    first = len(list(explore(waiting("a", "b"))))
    assert len(list(explore(waiting("a", "c")))) == 3, "sampled"
    explore.note(Violation("it is to be found again"), lambda single: None)
    assert len(list(explore(waiting("a", "b")))) == first
    assert counts(explore)[:2] == (2, 0)


@pytest.mark.parametrize(
    "program",
    [
        waiting("a", "b", "c"),
        Program((Start("t", (Wait("p"),)), Wait("q"), Cancel("t"), Cancel("t"))),
    ],
    ids=["too many operations", "too many requests to cancel"],
)
def test_what_is_too_large_is_sampled(program):
    explore = explorer()
    assert len(list(explore(program))) == 3
    assert counts(explore) == (0, 0, 0, 0)


def test_what_is_cut_is_sampled_besides():
    explore = explorer(schedules=4)
    assert len(list(explore(waiting("a", "b")))) == 4 + 3
    assert counts(explore)[:3] == (0, 1, 4)


def test_where_the_world_is_forced_to_act_a_program_is_cut():
    """The task never lets the loop be idle, so the simulation lets the point complete."""
    explore = explorer(deviations=1)
    list(explore(Program((Scope("s", (Spawn("t", (Forever((Yield(),)),)), Wait("p"))),))))
    assert counts(explore)[:2] == (0, 1)


def test_a_program_that_leaves_nothing_to_choose_is_complete_at_once():
    explore = explorer()
    assert len(list(explore(Program((Scope("s", (Wait("p"),)),))))) == 1
    assert counts(explore) == (1, 0, 1, 0)


def test_a_violation_cuts_it():
    explore = explorer()

    def complaining():
        for run in explore(waiting("a", "b")):
            expect(run.trace.of(Did.GOES_ON)[0].task == "a", "b was first")

    with pytest.raises(Violation):
        complaining()
    assert counts(explore)[:2] == (0, 1)


def test_without_bounds_nothing_is_exhausted():
    explore = Explorer(REFERENCE, seed=0, profile=Profile("small", programs=9, schedules=3))
    assert len(list(explore(waiting("a", "b")))) == 3
    assert explore.findings().exhausted == Exhausted()


def test_counts_add_up_and_bounds_do_not():
    one = Exhausted(7, 1, 2, 500, complete=3, cut=1, run=40, pruned=5)
    other = Exhausted(7, 1, 2, 500, complete=1, cut=0, run=2, pruned=0)
    nothing = Exhausted(7, 1, 2, 500)
    together = Exhausted(7, 1, 2, 500, complete=4, cut=1, run=42, pruned=5)
    assert Exhausted.together([one, nothing, other, Exhausted()]) == together
    assert Exhausted.together([]) == Exhausted()


def test_the_counts_cross_processes():
    found = Findings(exhausted=Exhausted(7, 1, 2, 500, complete=3, cut=1, run=40, pruned=5))
    assert Findings.from_json(found.to_json()) == found
