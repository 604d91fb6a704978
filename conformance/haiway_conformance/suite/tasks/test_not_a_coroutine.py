"""`tasks/not-a-coroutine`: a function that returns no coroutine may be refused, or not."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Catch, Spawn
from haiway_conformance.simulated_loop import Did


@programs
def task_without_a_coroutine(build: Builder) -> Block:
    """Draw a task whose function returns something that is not a coroutine."""
    spawn = Spawn("odd", call="no coroutine")
    return (Catch((build.scope((Catch((spawn, Await("odd"))), *build.pauses(1))),)),)


@clause("tasks/not-a-coroutine")
@given(program=task_without_a_coroutine())
def test_a_function_that_gives_no_coroutine(explore: Explorer, program: Program) -> None:
    """Record what `spawn` does with a function whose result cannot be awaited."""
    for run in explore(program, any_ending=True, hygiene=False):
        if run.trace.first(Did.REFUSED, subject="odd"):
            explore.observe("an error at spawn")
        elif got := run.trace.first(Did.GOT, subject="odd"):
            raised = got.detail.startswith("raised")
            explore.observe("an error at the awaiter" if raised else "the value, as the result")
