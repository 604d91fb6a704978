"""`tasks/unawaited`: a task runs even if no code awaits it."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.tasks.checks import spawn_operations


@programs
def unawaited_tasks(build: Builder) -> Block:
    """Draw tasks that no code awaits, while the body waits until the loop is idle."""
    tasks = build.some(1, 3, lambda: build.spawn(build.pauses()))
    nested = build.scope((*tasks, Wait("last", "idle")))
    if build.flag():
        return (build.scope((*build.pauses(1), nested)),)
    return (nested,)


@clause("tasks/unawaited")
@given(program=unawaited_tasks())
def test_an_unawaited_task_runs(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a task begins only when it is awaited."""
    for run in explore(program):
        idle = run.trace.first(Did.GOES_ON, subject="last")
        if not run.premise(idle):
            continue
        for task in spawn_operations(program):
            began = run.began(task)
            expect(
                began is not None and idle is not None and began.number < idle.number,
                f"task {task}, which nobody awaits, had not begun when the loop had been idle and"
                " the body went on",
            )
