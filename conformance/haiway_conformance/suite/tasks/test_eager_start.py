"""Properties of `tasks/eager-start`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Wait
from haiway_conformance.simulation import Did


@programs
def spawned_before_a_rest(build: Builder) -> Block:
    """A task that is spawned, and nothing else: has it begun when `spawn` returns?"""
    return (build.scope((build.spawn((build.suspension(),)), Wait("rest", "idle"))),)


@clause("tasks/eager-start")
@given(program=spawned_before_a_rest())
def test_whether_a_task_begins_within_spawn(explore: Explorer, program: Program) -> None:
    """Records whether the function has begun when `spawn` returns; both are legal."""
    for run in explore(program, any_ending=True):
        for spawned in run.trace.of(Did.SPAWNED):
            began = run.began(spawned.subject)
            if began is not None:
                eager = began.number < spawned.number
                explore.observe("begins within spawn" if eager else "begins later")
