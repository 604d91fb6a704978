"""Functions that are passed on need not be functions: partial ones, objects, plain ones too."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Spawn
from haiway_conformance.programs.phrases import called_by
from haiway_conformance.programs.strategies import callables as draw
from haiway_conformance.programs.strategies.sources import calling
from haiway_conformance.simulation import Did
from haiway_conformance.suite import helper_calls
from haiway_conformance.suite.consumed_streams import all_delivered


@clause("tasks/called-once")
@given(program=draw.tasks_of_any_kind())
def test_whatever_can_be_called_is_called_once(explore: Explorer, program: Program) -> None:
    """If this fails: does `spawn` ask the function for a name, or for a hash?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        for spawn in [each for each in program if isinstance(each, Spawn)]:
            if not run.premise(run.trace.of(Did.SPAWNING, subject=spawn.task)):
                continue
            called = run.trace.of(Did.CALLED, subject=spawn.task)
            refused = run.trace.first(Did.REFUSED, subject=spawn.task)
            instead = f": `spawn` raised {refused.detail}" if refused else ""
            expect(
                len(called) == 1,
                f"task {spawn.task} was spawned once, and its function, {called_by(spawn)}, was"
                f" called {len(called)} times{instead}",
            )


@clause("process/each-once", "execute/each-once")
@given(program=draw.handlers_of_any_kind())
def test_whatever_can_be_called_is_called_for_each_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the handler asked whether it is a coroutine function, or for its name?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        run.premise(helper_calls.each_once(run))


@clause("streams/order")
@given(program=draw.generators_of_any_kind())
def test_whatever_makes_a_generator_makes_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails: is the function asked for its name, or whether it is a generator's?"""
    for run in explore(program):
        run.premise(all_delivered(run))
