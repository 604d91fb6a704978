"""`scopes/outside`: with no scope entered, `spawn` may raise an error, or work without a scope."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Catch, Spawn
from haiway_conformance.simulated_loop import Did


@programs
def spawned_outside(build: Builder) -> Block:
    """Draw a task that is spawned and awaited while no scope is current."""
    return (Catch((Spawn("t1", build.pauses(1)), Await("t1"))),)


@clause("scopes/outside")
@given(program=spawned_outside())
def test_spawn_outside_of_any_scope(explore: Explorer, program: Program) -> None:
    """Record what `spawn` does where no scope is current."""
    for run in explore(program, any_ending=True, hygiene=False):
        refused = run.trace.first(Did.REFUSED, subject="t1")
        if refused:
            explore.observe("spawn: an error")
        elif run.ended("t1"):
            explore.observe("spawn: a detached task")
