"""`tasks/concurrent`: tasks run at the same time, however many there are.

Up to sixty tasks meet at a barrier, which none of them passes before all have arrived.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Meet
from haiway_conformance.simulated_loop import Did

# Only so few tasks pause before the barrier: pauses of all would take too many draws.
FEW = 5


@programs
def barriers(build: Builder) -> Block:
    """Draw as many tasks as a barrier has parties, or one less where the body is a party too."""
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
    """If this fails, check whether only one task, or a limited number of tasks, runs at a time."""
    for run in explore(program):
        parties = max(each.parties for each in program if isinstance(each, Meet))
        met = run.trace.of(Did.GOES_ON, subject="barrier")
        run.premise(len(met) > 1)
        expect(
            len(met) == parties,
            f"of {parties} tasks that meet at a barrier, only {len(met)} passed it",
        )
