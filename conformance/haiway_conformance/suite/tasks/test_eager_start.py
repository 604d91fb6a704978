"""`tasks/eager-start`: a task may begin within the call of `spawn`, or later."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Wait
from haiway_conformance.simulated_loop import Did


@programs
def one_task(build: Builder) -> Block:
    """Draw one task that suspends, while the body waits until the loop is idle."""
    return (build.scope((build.spawn((build.suspension(),)), Wait("rest", "idle"))),)


@clause("tasks/eager-start")
@given(program=one_task())
def test_whether_a_task_begins_within_spawn(explore: Explorer, program: Program) -> None:
    """Record whether the task has begun when `spawn` returns; both are allowed."""
    for run in explore(program, any_ending=True):
        for spawned in run.trace.of(Did.SPAWNED):
            began = run.began(spawned.subject)
            if began is not None:
                eager = began.number < spawned.number
                explore.observe("begins within spawn" if eager else "begins later")
