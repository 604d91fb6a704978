"""Properties of `tasks/concurrent`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Meet
from haiway_conformance.simulation import Did

# More tasks than this come to a barrier without pauses before it, to keep the draws few.
FEW = 5


@programs
def barriers(build: Builder) -> Block:
    """As many tasks as a barrier has parties; the body may be one of them, or await them."""
    parties = build.one_of(2, 60, 3, 17)
    body_too = build.flag()
    tasks = tuple(
        build.spawn((*(build.pauses(1) if parties <= FEW else ()), Meet("barrier", parties)))
        for _ in range(parties - body_too)
    )
    meet: Block = (Meet("barrier", parties),) if body_too else ()
    return (build.scope((*tasks, *meet, *(Await(task.task) for task in tasks))),)


@clause("tasks/concurrent")
@given(program=barriers())
def test_tasks_can_meet_at_a_barrier(explore: Explorer, program: Program) -> None:
    """If this fails: are tasks run one after the other, or a limited number at a time?"""
    for run in explore(program):
        parties = max(each.parties for each in program if isinstance(each, Meet))
        met = run.trace.of(Did.GOES_ON, subject="barrier")
        run.premise(len(met) > 1)
        expect(
            len(met) == parties,
            f"of {parties} tasks that meet at a barrier, {len(met)} went on",
        )
