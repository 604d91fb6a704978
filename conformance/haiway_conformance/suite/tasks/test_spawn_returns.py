"""`tasks/spawn-returns`: `spawn` returns without waiting for the task to end."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Scope, Spawn
from haiway_conformance.simulated_loop import Did


@programs
def tasks_that_outlast_the_body(build: Builder) -> Block:
    """Draw tasks that cannot end before the body has."""

    def task() -> Spawn:
        return build.spawn((*build.pauses(1), build.until_exit("scope1")))

    return (Scope("scope1", (*build.some(1, 3, task), *build.pauses(1))),)


@clause("tasks/spawn-returns")
@given(program=tasks_that_outlast_the_body())
def test_spawn_does_not_wait(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `spawn` runs the task to its end before it returns."""
    for run in explore(program):
        for spawned in run.trace.of(Did.SPAWNED):
            ended = run.ended(spawned.subject)
            run.premise(run.began(spawned.subject))
            expect(
                ended is None or ended.number > spawned.number,
                f"spawn returned only when task {spawned.subject} had ended",
            )
