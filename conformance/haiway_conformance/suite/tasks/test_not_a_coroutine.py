"""Properties of `tasks/not-a-coroutine`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Catch, Spawn
from haiway_conformance.simulation import Did


@programs
def odd_functions(build: Builder) -> Block:
    """A task whose function returns something that is no coroutine."""
    spawn = Spawn("odd", call="no coroutine")
    return (Catch((build.scope((Catch((spawn, Await("odd"))), *build.pauses(1))),)),)


@clause("tasks/not-a-coroutine")
@given(program=odd_functions())
def test_a_function_that_gives_no_coroutine(explore: Explorer, program: Program) -> None:
    """Records what `spawn` does with a function whose result can't be awaited."""
    for run in explore(program, any_ending=True, hygiene=False):
        if run.trace.first(Did.REFUSED, subject="odd"):
            explore.observe("an error at spawn")
        elif got := run.trace.first(Did.GOT, subject="odd"):
            raised = got.detail.startswith("raised")
            explore.observe("an error at the awaiter" if raised else "the value, as the result")
