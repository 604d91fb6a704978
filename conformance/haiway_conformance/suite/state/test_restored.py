"""Properties of `state/restored`."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    Reach,
    Resource,
    Scope,
    Sleep,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import COMBINATIONS, TYPES, looks, state_of

# The ways out of a scope by which `_left` makes scopes be left.
WAYS_OUT = 5


def _left(build: Builder, name: str, body: Block) -> tuple[Block, bool]:
    """A scope and a way out of it, stopped around it; and whether that needs a cancellation."""
    types = build.one_of(*COMBINATIONS)
    fail = Fail(build.name("error"), build.one_of("exception", "falsy", "stop", "group"))
    rest: Block = (Wait(build.name("rest"), "idle"),)
    seconds: int | None = None
    way = build.number(0, WAYS_OUT)
    match way:
        case 0:
            end: Block = build.pauses(1)
        case 1:
            end = (*build.pauses(1), fail)
        case 2:
            end = (build.spawn((*build.pauses(1), fail)), *rest)
        case 3:
            clean_up = (*build.pauses(1), fail)
            end = (build.spawn((CleanUp((build.until_exit(name),), clean_up),)), *rest)
        case 4:
            end, seconds = (Sleep(9),), build.number(1, 3)
        case _:
            end = (*rest, Sleep(9))
    scope = Scope(name, (*body, *end), state=state_of(name, types))
    block: Block = (Catch((scope,)),)
    if seconds is not None:
        block = (Deadline(seconds, block),)
    if way == WAYS_OUT:
        block = (Catch(block, "cancellation"),)
    return block, way == WAYS_OUT


@programs
def state_around_every_way_out(build: Builder) -> Block:
    """State looked up after scopes that gave other state have been left, in any way."""
    body: Block = ()
    request: Block = ()
    for level in range(build.number(2, 3), 1, -1):
        name = f"scope{level}"
        left, cancelled = _left(build, name, (*looks(build, TYPES), *body))
        spawned = build.spawn((*build.pauses(1), *looks(build, TYPES)))
        after: Block = (spawned, Wait(build.name("rest"), "idle")) if build.seldom() else ()
        body = (*left, *looks(build, TYPES), *after, *build.pauses(1), *looks(build, ("A", "F")))
        if cancelled and not request:
            moment = f"entered {name}"
            request = (Wait("request", "any", after=moment), *build.pauses(1), Cancel("runner"))
            # A time-out may come before that; the request is not to wait for it then.
            body = (CleanUp(body, (Reach(moment),)),)
    scope = Scope("scope1", (*looks(build, TYPES), *body), state=state_of("scope1", TYPES))
    return (Start("runner", (scope,)), *request)


@clause("state/restored")
@given(program=state_around_every_way_out())
def test_after_a_scope_the_outer_state_is_back(explore: Explorer, program: Program) -> None:
    """If this fails: is there a way out (error, failed task, time-out) that restores nothing?"""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            left = run.trace.of(Did.EXITED)
            run.premise(lookup.given and any(each.number < lookup.event.number for each in left))
            is_found(lookup)


@programs
def state_around_failed_resources(build: Builder) -> Block:
    """State looked up after a scope one of whose resources could not be entered or exited."""
    fail: Block = (*build.pauses(1), Fail("error", build.one_of("exception", "falsy", "stop")))
    name, types = build.name("resource"), build.one_of(*COMBINATIONS)
    failing = Resource(name, enter=fail) if build.flag() else Resource(name, exit=fail)
    other = Resource(build.name("resource"), build.pauses(1))
    resources = build.one_of((failing,), (other, failing), (failing, other))
    body: Block = (*looks(build, TYPES), *build.pauses(1))
    inner = Scope("scope2", body, state=state_of("scope2", types), resources=resources)
    after = (*looks(build, TYPES), *build.pauses(1), *looks(build, types))
    task = build.spawn((Catch((inner,)), *after))
    work: Block = (task, Await(task.task)) if build.flag() else (Catch((inner,)), *after)
    return (Scope("scope1", work, state=state_of("scope1", TYPES)),)


@clause("state/restored")
@pytest.mark.needs("disposables")
@given(program=state_around_failed_resources())
def test_after_a_failed_resource_the_outer_state_is_back(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a scope that could not be entered, or exited, stay current?"""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            failed = run.exited("scope2")
            run.premise(lookup.given and failed and failed.number < lookup.event.number)
            is_found(lookup)
