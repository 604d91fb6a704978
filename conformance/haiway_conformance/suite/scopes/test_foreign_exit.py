"""`scopes/foreign-exit`, `scopes/foreign-exit-ends`: a scope that is exited in another task."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, LeaveElsewhere


@programs
def left_elsewhere(build: Builder) -> Block:
    """Draw a scope that is entered in one task and exited in another."""
    tasks = build.some(0, 1, lambda: build.spawn(build.pauses(2)))
    return (LeaveElsewhere("scope1", (*tasks, *build.pauses(1))),)


@clause("scopes/foreign-exit")
@given(program=left_elsewhere())
def test_what_exit_in_another_task_does(explore: Explorer, program: Program) -> None:
    """Record whether exit in another task than the one that entered the scope raises."""
    for run in explore(program, any_ending=True, hygiene=False):
        for seen in run.seen("exit of scope1 in another task"):
            explore.observe(seen.partition(" with ")[0])


@clause("scopes/foreign-exit-ends")
@given(program=left_elsewhere())
def test_exit_in_another_task_never_hangs(explore: Explorer, program: Program) -> None:
    """If this fails, check whether exit waits for the task that entered the scope."""
    for run in explore(program, any_ending=True, hygiene=False):
        run.premise(True)  # noqa: FBT003 - every program exits a scope in another task
        run.must_end()
