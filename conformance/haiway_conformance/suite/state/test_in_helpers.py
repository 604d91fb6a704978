"""`state/in-helpers`: handlers find the state that is visible where the helper is called.

Handlers, their tasks and scopes of their own look up state; helpers are called from bodies, tasks,
handlers and generators.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Element,
    Execute,
    Process,
    Scope,
    Source,
)
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import COMBINATIONS, TYPES, get_state, state_of


@programs
def handlers_with_state(build: Builder) -> Block:
    """Draw a helper whose handlers look up state, themselves, in a task or in a nested scope."""

    def work() -> Block:
        look = get_state(build, TYPES)
        match build.number(0, 2):
            case 0:
                return (*build.pauses(1), *look)
            case 1:
                task = build.spawn((*build.pauses(1), *look))
                return (task, Await(task.task))
            case _:
                name = build.name("inner")
                types = build.one_of(*COMBINATIONS)
                return (Scope(name, look, state=state_of(name, types)), *look)

    elements = tuple(Element(body=work()) for _ in range(build.number(1, 3)))
    source = Source(build.one_of("list", "generator", "async generator"), elements)
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    body: Block = build.in_a_task(build.hosted((helper,)))
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        body = (Scope("scope2", body, state=state_of("scope2", types)),)
    return (Scope("scope1", (*build.pauses(1), *body), state=state_of("scope1", TYPES)),)


@clause("state/in-helpers")
@given(program=handlers_with_state())
def test_handlers_find_the_state_of_the_call(explore: Explorer, program: Program) -> None:
    """If this fails, check whether handlers run in tasks that lack the caller's context."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            run.premise("[" in lookup.event.task and lookup.given)
            is_found(lookup)
