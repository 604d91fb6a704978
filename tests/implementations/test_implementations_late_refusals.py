"""What follows when `spawn` is refused because the scope is being exited is no violation."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement import Explorer, Profile, Violation
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Cancel, Fail, Scope, Spawn, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.test_one_task import (
    test_a_request_cancels_no_other_task as one_task,
)


def late_spawn(*main):
    """Make a program in which, under some schedules, a task spawns when its scope is exited."""
    victims = (
        Spawn("victim1", (Wait("never1", "never"),)),
        Spawn("victim2", (Wait("p1", "idle"), Spawn("t1"))),
    )
    canceller = Spawn("t2", (Cancel("victim1"),))
    body = (*victims, canceller, Wait("rest", "idle"), Wait("then", "idle"), *main)
    return Program((Scope("around", body),))


def judge(program):
    """Judge a program by `cancellation/one-task`; return how its tasks were refused."""
    adapter = resolve("supervisors")
    explore = Explorer(adapter, seed=0, profile=Profile("some", programs=1, schedules=100))
    refusals = []

    def watched(program):
        for run in explore(program):
            refusals.extend(run.trace.of(Did.REFUSED))
            yield run

    one_task.hypothesis.inner_test(watched, program)
    return refusals


def test_a_task_that_is_refused_late_may_fail_its_scope():
    assert judge(late_spawn()), "under no schedule does `spawn` come too late"


def test_other_failures_are_not_excused():
    with pytest.raises(Violation, match="scope around was left by"):
        judge(late_spawn(Fail("error")))
