"""`state/restored`: after a scope has been left, the state around it is visible again.

Scopes are left normally, by errors, failed tasks, time-outs and cancellation, and by resources that
cannot be entered or exited.
"""

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
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import COMBINATIONS, TYPES, get_state, state_of

# The number of the last way out in `_left_scope`.
CANCELLED = 5


def _left_scope(build: Builder, name: str, body: Block) -> tuple[Block, bool]:
    """Draw a scope and the way in which it is left; what leaves it is caught.

    Returns:
        The operations, and whether the scope is left only if the task is cancelled.
    """
    types = build.one_of(*COMBINATIONS)
    fail = Fail(build.name("error"), build.one_of("exception", "falsy", "stop", "group"))
    rest: Block = (Wait(build.name("rest"), "idle"),)
    seconds: int | None = None
    way = build.number(0, CANCELLED)
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
    if way == CANCELLED:
        block = (Catch(block, "cancellation"),)
    return block, way == CANCELLED


@programs
def state_around_every_way_out(build: Builder) -> Block:
    """Draw lookups of state after nested scopes that gave other state have been left."""
    body: Block = ()
    request: Block = ()
    for level in range(build.number(2, 3), 1, -1):
        name = f"scope{level}"
        left, cancelled = _left_scope(build, name, (*get_state(build, TYPES), *body))
        spawned = build.spawn((*build.pauses(1), *get_state(build, TYPES)))
        after: Block = (spawned, Wait(build.name("rest"), "idle")) if build.seldom() else ()
        body = (
            *left,
            *get_state(build, TYPES),
            *after,
            *build.pauses(1),
            *get_state(build, ("A", "F")),
        )
        if cancelled and not request:
            moment = f"entered {name}"
            request = (Wait("request", "any", after=moment), *build.pauses(1), Cancel("runner"))
            # A time-out may prevent that; the request must not wait for it then.
            body = (CleanUp(body, (Reach(moment),)),)
    scope = Scope("scope1", (*get_state(build, TYPES), *body), state=state_of("scope1", TYPES))
    return (Start("runner", (scope,)), *request)


@clause("state/restored")
@given(program=state_around_every_way_out())
def test_after_a_scope_the_outer_state_is_back(explore: Explorer, program: Program) -> None:
    """If this fails, check each way out of a scope (error, failed task, time-out, cancellation)."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            left = run.trace.of(Did.EXITED)
            run.premise(lookup.given and any(each.number < lookup.event.number for each in left))
            is_found(lookup)


@programs
def state_around_failed_resources(build: Builder) -> Block:
    """Draw lookups of state after a scope one of whose resources fails to enter or exit."""
    fail: Block = (*build.pauses(1), Fail("error", build.one_of("exception", "falsy", "stop")))
    name, types = build.name("resource"), build.one_of(*COMBINATIONS)
    failing = Resource(name, enter=fail) if build.flag() else Resource(name, exit=fail)
    other = Resource(build.name("resource"), build.pauses(1))
    resources = build.one_of((failing,), (other, failing), (failing, other))
    body: Block = (*get_state(build, TYPES), *build.pauses(1))
    inner = Scope("scope2", body, state=state_of("scope2", types), resources=resources)
    after = (*get_state(build, TYPES), *build.pauses(1), *get_state(build, types))
    task = build.spawn((Catch((inner,)), *after))
    work: Block = (task, Await(task.task)) if build.flag() else (Catch((inner,)), *after)
    return (Scope("scope1", work, state=state_of("scope1", TYPES)),)


@clause("state/restored")
@given(program=state_around_failed_resources())
def test_after_a_failed_resource_the_outer_state_is_back(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a scope whose entry or exit failed stays current."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            failed = run.exited("scope2")
            run.premise(lookup.given and failed and failed.number < lookup.event.number)
            is_found(lookup)
