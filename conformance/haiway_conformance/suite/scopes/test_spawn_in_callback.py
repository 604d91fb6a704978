"""`scopes/spawn-in-callback`: what `spawn` does in a callback of the loop is left open."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Inherit, Wait
from haiway_conformance.simulated_loop import Did


@programs
def spawned_in_a_callback(build: Builder) -> Block:
    """Draw a scope under which a callback of the loop spawns a task."""
    task = build.spawn((*build.pauses(1), build.until_exit("scope1")))
    return (build.scope((Inherit("callback", (Catch((task,)),)), Wait("rest", "idle"))),)


@clause("scopes/spawn-in-callback")
@given(program=spawned_in_a_callback())
def test_spawn_in_a_callback(explore: Explorer, program: Program) -> None:
    """Record whether a task can be spawned where a scope is current, but no task runs."""
    for run in explore(program, any_ending=True, hygiene=False):
        if run.trace.first(Did.REFUSED, subject="t1"):
            explore.observe("an error")
        elif exited := run.exited("scope1"):
            ended = run.ended("t1")
            inside = ended is not None and ended.number < exited.number
            explore.observe("a task of the scope" if inside else "a task of no scope")
