"""Programs that call a helper in a scope in which much has happened: see `events`."""

from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Process,
    Reach,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.events import CONTAINED, events
from haiway_conformance.programs.strategies.sources import busy, source

__all__ = ("calls_after_events", "cancelled_calls_after_events", "failing_calls_after_events")


@programs
def calls_after_events(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then."""
    scope, helper = build.name("scope"), build.name("h")
    before = events(build, CONTAINED)
    bodies = [build.pauses(2, least=1) for _ in range(build.number(3, 4))]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (Scope(scope, (*before, call)),)


@programs
def failing_calls_after_events(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then, of which a call fails."""
    scope, helper = build.name("scope"), build.name("h")
    before = events(build, CONTAINED)
    failing = (
        *build.pauses(1),
        Fail(build.name("error"), build.one_of("exception", "falsy", "twin")),
    )
    bodies = [failing, build.pauses(1), build.pauses(1)]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (Scope(scope, (*before, Catch((call,)))),)


@programs
def cancelled_calls_after_events(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then, whose caller is cancelled.

    The request is made when the calls wait for what never comes.
    """
    scope, helper = build.name("scope"), build.name("h")
    before = events(build)
    bodies = [busy(build) for _ in range(build.number(1, 3))]
    # Should it not come to that, the request is made all the same: it must not be waited for.
    begun = f"{helper}[0] began"
    call = CleanUp((Process(helper, source(build, bodies), 2),), (Reach(begun),))
    runner = Start("runner", (Scope(scope, (*before, call)),))
    return (runner, Wait("request", after=begun), *build.pauses(1), Cancel("runner"))
