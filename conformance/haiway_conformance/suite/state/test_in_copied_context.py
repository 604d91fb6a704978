"""`state/in-copied-context`: state is found in what a program starts by copying the context."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.copied_contexts import in_copied_context
from haiway_conformance.programs.operations import Block
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import COMBINATIONS, TYPES, get_state, scope_with


@programs
def lookups_in_copied_contexts(build: Builder) -> Block:
    """Draw lookups in a task of asyncio's own, a callback or a thread, under one or two scopes."""
    started = in_copied_context(build, get_state(build, TYPES))
    started = build.in_a_task(started) if build.seldom() else started
    if build.flag():
        started = (scope_with(build, "scope2", build.one_of(*COMBINATIONS), started),)
    return (scope_with(build, "scope1", TYPES, started),)


@clause("state/in-copied-context")
@given(program=lookups_in_copied_contexts())
def test_state_is_found_where_the_context_was_copied(explore: Explorer, program: Program) -> None:
    """If this fails, check whether state is kept by the task, and not in a context variable."""
    for run in explore(program):
        for lookup in lookups(run):
            run.premise(lookup.given)
            is_found(lookup)
