"""`scopes/after-exit`: a scope that has exited takes neither tasks nor streams.

A task of the program's own, which inherited the scope's context, tries when the scope has exited.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Element,
    Next,
    Open,
    Reach,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event


def _after_exit(build: Builder, late: Block) -> Block:
    """Draw a scope that starts a task, which carries out operations after the scope's exit."""
    wait = Wait("late", after="scope1 has exited")
    start = Start("starter", (wait, Catch(late)))
    tasks = build.some(0, 1, lambda: build.spawn(build.pauses(1))) if build.has("spawn") else ()
    scope: Block = (Scope("scope1", (*tasks, start, *build.pauses(1))), Reach("scope1 has exited"))
    if build.seldom():
        scope = (Scope("around", (*scope, *build.pauses(2))),)
    return scope


def _had_exited(run: Run, event: Event) -> bool:
    """Return whether scope1 had exited before an event."""
    exited = run.exited("scope1")
    return exited is not None and exited.number < event.number


@programs
def tasks_after_exit(build: Builder) -> Block:
    """Draw a scope that is asked to spawn a task after its exit."""
    return _after_exit(build, (build.spawn(build.pauses(1)),))


@clause("scopes/after-exit")
@given(program=tasks_after_exit())
def test_a_scope_that_has_exited_takes_no_tasks(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `spawn` looks at whether the current scope has exited."""
    for run in explore(program, any_ending=True, hygiene=False):
        for spawning in run.trace.of(Did.SPAWNING, task="starter"):
            if not run.premise(_had_exited(run, spawning)):
                continue
            refused = run.trace.first(Did.REFUSED, subject=spawning.subject)
            expect(
                refused is not None,
                f"scope1 had exited, and starter spawned {spawning.subject} in it, without an"
                " error",
            )


@programs
def streams_after_exit(build: Builder) -> Block:
    """Draw a scope that is asked for a stream after its exit."""
    source = Source("async generator", (Element(),), build.pauses(1))
    return _after_exit(build, (Open("s1", source), Next("s1")))


@clause("scopes/after-exit")
@given(program=streams_after_exit())
def test_a_scope_that_has_exited_takes_no_streams(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `stream` looks at whether the current scope has exited."""
    for run in explore(program, any_ending=True, hygiene=False):
        opened = run.trace.first(Did.OPENS, subject="s1")
        if opened is not None and run.premise(_had_exited(run, opened)):
            expect(
                run.trace.first(Did.CAUGHT, task="starter"),
                "scope1 had exited, and starter opened stream s1 in it and asked for an item,"
                " without an error",
            )
