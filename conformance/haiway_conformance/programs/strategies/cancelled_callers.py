"""Programs in which the caller of a helper is asked to stop."""

from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CleanUp,
    Process,
    Reach,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import ASYNCHRONOUS, ORDERED, busy, source

__all__ = (
    "callers_that_are_cancelled",
    "callers_that_are_cancelled_outside_any_scope",
    "callers_that_are_cancelled_twice",
)


def _cancelled(build: Builder, requests: int = 1, *, outside: bool = False) -> Block:
    limit, count = build.number(1, 3), build.number(1, 4)
    bodies = [busy(build) if build.flag() else build.pauses(2) for _ in range(count)]
    bodies[build.number(0, count - 1)] = busy(build)
    ending = build.one_of("ends", "silent")
    given = source(build, bodies, ASYNCHRONOUS if ending == "silent" else ORDERED, ending=ending)
    after = build.one_of("h1[0] began", "call of h1")
    # Should it not come to that, the request is made all the same: it must not be waited for.
    call: Block = (CleanUp((Process("h1", given, limit),), (Reach(after),)),)
    runner = Start("runner", call if outside else _around(build, call))
    more: Block = ()
    for _ in range(requests - 1):
        more = (*more, *build.pauses(2, least=1), Cancel("runner"))
    return (runner, Wait("request", after=after), *build.pauses(1), Cancel("runner"), *more)


def _around(build: Builder, call: Block) -> Block:
    match build.number(0, 2):
        case 0:
            return (build.scope(call),)
        case 1:
            return (build.scope((build.scope(call),)),)
        case _:
            return (Scope("scope1", (build.spawn((build.until_exit("scope1"),)), *call)),)


@programs
def callers_that_are_cancelled(build: Builder) -> Block:
    """A caller, inside a scope, that is asked to stop at some moment of the call."""
    return _cancelled(build)


@programs
def callers_that_are_cancelled_outside_any_scope(build: Builder) -> Block:
    """A caller, outside any scope, that is asked to stop at some moment of the call."""
    return _cancelled(build, outside=True)


@programs
def callers_that_are_cancelled_twice(build: Builder) -> Block:
    """A caller that is asked to stop again while the helper waits for the calls to end."""
    return _cancelled(build, 2)
