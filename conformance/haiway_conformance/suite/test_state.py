"""State: what `ctx.state` finds is what the nearest scope around the code gave.

Scopes are nested in a program as they are in its text, and tasks, generators and handlers belong
where they stand in it; so what they must find can be read off the program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Block,
    GetState,
    HelperCall,
    Open,
    Scope,
    Spawn,
    Start,
)
from haiway_conformance.programs.program import blocks_of
from haiway_conformance.programs.strategies import eventful_scopes as draw_eventful
from haiway_conformance.programs.strategies import state as draw
from haiway_conformance.programs.strategies import state_in_tasks as draw_elsewhere
from haiway_conformance.simulation import Did, Event

type Given = Mapping[str, str]
"""The value that is to be found for each type that was given."""

# Exceptions that mean something else wherever they are raised: no clear error.
UNCLEAR = ("StopIteration", "StopAsyncIteration")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup of state.

    Attributes:
        event: What was seen.
        type: The type that was looked up.
        given: The values of that type which scopes around the lookup gave, the nearest one last.
    """

    event: Event
    type: str
    given: tuple[str, ...]


def _given_by(scope: Scope, entered: set[str]) -> Given:
    # An implementation may know no resources.
    resources = [each for each in scope.resources if each.name in entered]
    given_ = [*(each for resource in resources for each in resource.gives), *scope.state]
    return {each.type: each.value for each in given_}


def _standing(
    block: Block, around: tuple[Given, ...], entered: set[str]
) -> Iterator[tuple[str, tuple[Given, ...]]]:
    """What is given around each task, generator and helper of a program, outermost first."""
    for operation in block:
        match operation:
            case Spawn(task=name) | Start(task=name) | Open(stream=name):
                yield name, around
            case HelperCall(helper=name):
                yield name, around
            case _:
                pass
        inner = around
        if isinstance(operation, Scope):
            inner = (*around, _given_by(operation, entered))
        for _, each in blocks_of(operation):
            yield from _standing(each, inner, entered)


def _lookups(run: Run) -> Iterator[Lookup]:
    """All lookups, each with what is to be found."""
    entered = {each.subject for each in run.trace.of(Did.RESOURCE_ENTERED)}
    standing = dict(_standing(run.program.main, (), entered))
    given_by = {
        each.name: _given_by(each, entered) for each in run.program if isinstance(each, Scope)
    }
    scopes: dict[str, list[str]] = {}
    for event in run.trace:
        inside = scopes.setdefault(event.task, [])
        if event.did is Did.ENTERED:
            inside.append(event.subject)
        elif event.did is Did.EXITED and inside[-1:] == [event.subject]:
            inside.pop()
        elif event.did is Did.SAW and event.subject.startswith("state "):
            # Of a handler's call the helper's, of a generator the stream's.
            name = event.task.removeprefix("source of ").partition("[")[0]
            around = (*standing.get(name, ()), *(given_by[each] for each in inside))
            type_ = event.subject.removeprefix("state ")
            yield Lookup(event, type_, tuple(each[type_] for each in around if type_ in each))


def _is_found(lookup: Lookup) -> None:
    event = lookup.event
    if lookup.given:
        expect(
            event.detail == lookup.given[-1],
            f"{event.task} looked up the state of type {lookup.type} and found: {event.detail}; the"
            f" nearest scope that gives one around that line gave the one {lookup.given[-1]}",
        )


@clause("state/provided")
@given(program=draw.given_state())
def test_state_given_to_a_scope_is_found_in_it(explore: Explorer, program: Program) -> None:
    """If this fails: is the object copied, or one with a false truth value taken for none?"""
    for run in explore(program):
        for lookup in _lookups(run):
            run.premise(lookup.given)
            _is_found(lookup)


@clause("state/provided")
@given(program=draw_eventful.state_after_events())
def test_state_is_found_whatever_has_happened(explore: Explorer, program: Program) -> None:
    """If this fails: what in the program takes the state away, or puts another in its place?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            if run.premise(lookup.given and lookup.event.task == "main"):
                _is_found(lookup)


@clause("state/overrides")
@given(program=draw.overridden_state())
def test_the_nearest_scope_wins(explore: Explorer, program: Program) -> None:
    """If this fails: does outer state win, or does an inner scope hide what it does not give?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            run.premise(len(lookup.given) > 1)
            _is_found(lookup)


@clause("state/restored")
@given(program=draw.state_around_every_way_out())
def test_after_a_scope_the_outer_state_is_back(explore: Explorer, program: Program) -> None:
    """If this fails: is there a way out (error, failed task, time-out) that restores nothing?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            left = run.trace.of(Did.EXITED)
            run.premise(lookup.given and any(each.number < lookup.event.number for each in left))
            _is_found(lookup)


@clause("state/restored")
@pytest.mark.needs("disposables")
@given(program=draw.state_around_failed_resources())
def test_after_a_failed_resource_the_outer_state_is_back(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a scope that could not be entered, or exited, stay current?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            failed = run.exited("scope2")
            run.premise(lookup.given and failed and failed.number < lookup.event.number)
            _is_found(lookup)


@clause("state/default")
@given(program=draw.nobody_gave_it())
def test_what_nobody_gave_is_the_default_or_made(explore: Explorer, program: Program) -> None:
    """If this fails: does an instance once made win against `default=`, or is None returned?"""
    for run in explore(program):
        asked: dict[str, list[GetState]] = {}
        for task, operation in _asked(program.main, "main"):
            asked.setdefault(task, []).append(operation)
        for lookup in _lookups(run):
            operation = asked[lookup.event.task].pop(0)
            if not lookup.given:
                run.premise(True)  # noqa: FBT003 - nobody gave it
                _is_default(lookup, operation)


def _asked(block: Block, task: str) -> Iterator[tuple[str, GetState]]:
    """The lookups of a program that have to take place, in each task in order."""
    for operation in block:
        if isinstance(operation, GetState):
            yield task, operation
        inside = operation.task if isinstance(operation, Spawn) else task
        for _, each in blocks_of(operation):
            yield from _asked(each, inside)


def _is_default(lookup: Lookup, operation: GetState) -> None:
    found, type_ = lookup.event.detail, lookup.type
    story = f"{lookup.event.task} looked up state of type {type_}, which nobody had given,"
    if operation.default is not None:
        derived = f" of type {operation.derived}, derived from it" if operation.derived else ""
        expect(
            found == operation.default,
            f"{story} with the default {operation.default}{derived}; it found: {found}",
        )
    elif type_ == "D":
        expect(
            found == "made by default",
            f"{story} and which can be made without arguments; it found: {found}",
        )
    else:
        name, _, message = found.removeprefix("raised ").partition(": ")
        expect(
            found.startswith("raised ") and message and name not in UNCLEAR,
            f"{story} and which can't be made without arguments; instead of a clear error there"
            f" was: {found}",
        )


@clause("state/given-twice")
@given(program=draw.given_twice())
def test_which_of_two_states_wins(explore: Explorer, program: Program) -> None:
    """Records which state is found where a scope was given two of one type."""
    for run in explore(program, any_ending=True, hygiene=False):
        entering = run.trace.first(Did.ENTERING)
        kind = {"both": "given twice", "mixed": "by the scope (first) and a resource (second)"}.get(
            entering.subject if entering else "", "by two resources"
        )
        for found in run.seen("state A") or ["an error"]:
            explore.observe(f"{kind}: {found}")


@clause("state/in-tasks")
@given(program=draw_elsewhere.tasks_with_state())
def test_tasks_find_the_state_of_where_they_were_spawned(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a task, or a task's task, run in a context of its own making?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            run.premise(lookup.event.task != "main" and lookup.given)
            _is_found(lookup)


@clause("state/in-tasks")
@given(program=draw_eventful.state_after_events())
def test_tasks_find_state_whatever_has_happened(explore: Explorer, program: Program) -> None:
    """If this fails: what in the program keeps the next task from what its spawner sees?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            if run.premise(lookup.given and lookup.event.task.startswith("t")):
                _is_found(lookup)


@clause("state/at-spawn")
@given(program=draw_elsewhere.state_at_spawn())
def test_tasks_do_not_find_state_of_later_scopes(explore: Explorer, program: Program) -> None:
    """If this fails: is state looked up in the scope that is current for the spawner now?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            spawned = lookup.event.task != "main"
            later = run.trace.first(Did.ENTERED, subject="scope2")
            past = later is not None and later.number < lookup.event.number
            run.premise(spawned and lookup.given and past)
            _is_found(lookup)


@clause("state/in-streams")
@given(program=draw_elsewhere.streams_with_state())
def test_generators_find_the_state_of_where_the_stream_was_made(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does each step of the generator run in the context of who asked for it?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            run.premise(lookup.event.task == "source of stream" and lookup.given)
            _is_found(lookup)


@clause("state/in-helpers")
@given(program=draw_elsewhere.handlers_with_state())
def test_handlers_find_the_state_of_the_call(explore: Explorer, program: Program) -> None:
    """If this fails: do handlers run in tasks that do not get the caller's context?"""
    for run in explore(program, any_ending=True):
        for lookup in _lookups(run):
            run.premise("[" in lookup.event.task and lookup.given)
            _is_found(lookup)
