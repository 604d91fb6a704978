"""Properties of `process/caller-cancelled` and `execute/caller-cancelled`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import preamble
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, ORDERED, busy, calling, source
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
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import calls_ended_inside, over, was_called


def _around(build: Builder, call: Block) -> Block:
    match build.number(0, 2):
        case 0:
            return (build.scope(call),)
        case 1:
            return (build.scope((build.scope(call),)),)
        case _:
            return (Scope("scope1", (build.spawn((build.until_exit("scope1"),)), *call)),)


def cancelled_caller(build: Builder, requests: int = 1, *, outside: bool = False) -> Block:
    """Draw a helper call whose caller is cancelled while handlers are busy."""
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


@programs
def callers_that_are_cancelled(build: Builder) -> Block:
    """A caller, inside a scope, that is asked to stop at some moment of the call."""
    return cancelled_caller(build)


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=callers_that_are_cancelled())
def test_a_cancelled_caller_leaves_no_call_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are running calls cancelled and awaited before CancelledError goes on?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(caller_cancelled(run))


def caller_cancelled(run: Run) -> bool:
    """Demand that a cancelled caller leaves the helper with CancelledError, nothing left behind."""
    run.must_end()
    called, done = run.trace.first(Did.HELPS, subject="h1"), over(run)
    if called is None or done is None:
        return False
    calls_ended_inside(run)
    requests = run.trace.of(Did.REQUESTS, subject="runner")
    if not any(called.number < each.number < done.number for each in requests):
        return False
    expect(
        done.detail.startswith("raised the exception CancelledError"),
        f"the caller of h1 was asked to stop while it waited for the helper, but the helper"
        f" {done.detail}",
    )
    return True


@programs
def callers_that_are_cancelled_twice(build: Builder) -> Block:
    """A caller that is asked to stop again while the helper waits for the calls to end."""
    return cancelled_caller(build, 2)


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=callers_that_are_cancelled_twice())
def test_a_second_request_leaves_no_call_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: does a request that arrives while the helper waits for calls end the wait?"""
    for run in explore(calling(program, chapter), any_ending=True):
        met = caller_cancelled(run)
        done = over(run)
        requests = run.trace.of(Did.REQUESTS, subject="runner")
        before = [each for each in requests if done and each.number < done.number]
        run.premise(met and len(before) > 1)


@programs
def cancelled_calls_after_events(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then, whose caller is cancelled.

    The request is made when the calls wait for what never comes.
    """
    scope, helper = build.name("scope"), build.name("h")
    before = preamble(build)
    bodies = [busy(build) for _ in range(build.number(1, 3))]
    # Should it not come to that, the request is made all the same: it must not be waited for.
    begun = f"{helper}[0] began"
    call = CleanUp((Process(helper, source(build, bodies), 2),), (Reach(begun),))
    runner = Start("runner", (Scope(scope, (*before, call)),))
    return (runner, Wait("request", after=begun), *build.pauses(1), Cancel("runner"))


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=cancelled_calls_after_events())
def test_a_cancelled_caller_leaves_no_call_behind_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program makes the helper take the request for its own?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(was_called(run) and caller_cancelled(run))
