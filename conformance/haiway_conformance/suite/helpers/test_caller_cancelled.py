"""A cancelled caller leaves the helper only after all handler calls have been cancelled and ended.

Tried with one cancellation at any moment of the call, with a second one while the helper waits for
its calls, and after prior use of the scope.
Properties of `process/caller-cancelled` and `execute/caller-cancelled`.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import preamble
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, ORDERED, busy, calling, source
from haiway_conformance.programs.execution import tells_cancellation
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
from haiway_conformance.simulated_loop import MOMENT, Did, Event
from haiway_conformance.suite.helpers.checks import (
    expect_calls_ended_first,
    handler_calls,
    helper_end,
    helper_was_called,
)


@programs
def cancelled_callers(build: Builder) -> Block:
    """Draw a caller in a scope that is cancelled at some moment of the call."""
    return cancelled_caller(build)


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=cancelled_callers())
def test_a_cancelled_caller_leaves_no_call_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether calls are cancelled and awaited before CancelledError leaves."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_caller_cancelled(run))


def cancelled_caller(build: Builder, times: int = 1, *, outside: bool = False) -> Block:
    """Draw a helper call whose caller is cancelled while handlers are busy.

    Args:
        build: The builder.
        times: How often the caller is cancelled.
        outside: Whether the helper is called outside any scope.
    """
    limit, count = build.number(1, 3), build.number(1, 4)
    bodies = [busy(build) if build.flag() else build.pauses(2) for _ in range(count)]
    bodies[build.number(0, count - 1)] = busy(build)
    ending = build.one_of("ends", "silent")
    kinds = ASYNCHRONOUS if ending == "silent" else ORDERED
    drawn_source = source(build, bodies, kinds, ending=ending)
    after = build.one_of("h1[0] began", "call of h1")
    # If the call is never reached, `Reach` lets the canceller go on, so that the program ends.
    call: Block = (CleanUp((Process("h1", drawn_source, limit),), (Reach(after),)),)
    runner = Start("runner", call if outside else _in_scopes(build, call))
    more: Block = ()
    for _ in range(times - 1):
        more = (*more, *build.pauses(2, least=1), Cancel("runner"))
    return (runner, Wait("request", after=after), *build.pauses(1), Cancel("runner"), *more)


def _in_scopes(build: Builder, call: Block) -> Block:
    match build.number(0, 2):
        case 0:
            return (build.scope(call),)
        case 1:
            return (build.scope((build.scope(call),)),)
        case _:
            return (Scope("scope1", (build.spawn((build.until_exit("scope1"),)), *call)),)


def expect_caller_cancelled(run: Run) -> bool:
    """Check that a cancelled caller sees CancelledError, and only after all calls have ended."""
    called, end = run.trace.first(Did.HELPS, subject="h1"), helper_end(run)
    cancellations = run.trace.of(Did.REQUESTS, subject="runner")
    if called is None or not any(called.number < each.number for each in cancellations):
        return False  # if it hangs, other clauses are to blame
    run.must_end()
    if end is None:
        return False
    expect_calls_ended_first(run)
    meanwhile = [each for each in cancellations if called.number < each.number < end.number]
    if not meanwhile:
        return False
    _expect_cancelled_now(run, meanwhile[0])
    expect(
        tells_cancellation(end.detail),
        f"the caller of h1 was cancelled while the helper ran, but the helper {end.detail}",
    )
    return True


def _expect_cancelled_now(run: Run, request: Event) -> None:
    """Check that a call is cancelled without delay, if there is one that waits for ever.

    Others may be cancelled one by one, each when the one before has cleaned up.
    """
    tasks = {each.subject for each in handler_calls(run)}
    waits = [wait for each in tasks if (wait := run.waiting_at(each, request))]
    interrupted = (each for each in run.trace.of(Did.INTERRUPTED) if each.task in tasks)
    first = next((each for each in interrupted if each.number > request.number), None)
    endless = any(each.subject.startswith("never") for each in waits)
    if endless and first is not None and run.time_stands_still:
        waited = first.time - request.time
        expect(
            waited < MOMENT,  # it may poll
            f"the caller of h1 was cancelled, but the first of its running calls, {first.task}, was"
            f" cancelled only {waited:g} virtual seconds later",
        )


@programs
def callers_that_are_cancelled_twice(build: Builder) -> Block:
    """Draw a caller that is cancelled again while the helper waits for its calls to end."""
    return cancelled_caller(build, 2)


@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=callers_that_are_cancelled_twice())
def test_a_second_request_leaves_no_call_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a second cancellation ends the helper's wait for its calls."""
    for run in explore(calling(program, chapter), any_ending=True):
        met = expect_caller_cancelled(run)
        end = helper_end(run)
        cancellations = run.trace.of(Did.REQUESTS, subject="runner")
        before = [each for each in cancellations if end and each.number < end.number]
        run.premise(met and len(before) > 1)


@programs
def cancelled_callers_after_prior_use(build: Builder) -> Block:
    """Draw a helper called after prior use of its scope; its caller is cancelled meanwhile.

    The handler calls wait for something that never comes.
    """
    scope, helper = build.name("scope"), build.name("h")
    before = preamble(build)
    bodies = [busy(build) for _ in range(build.number(1, 3))]
    # If the call is never reached, `Reach` lets the canceller go on, so that the program ends.
    after = f"{helper}[0] began"
    call = CleanUp((Process(helper, source(build, bodies), 2),), (Reach(after),))
    runner = Start("runner", (Scope(scope, (*before, call)),))
    return (runner, Wait("request", after=after), *build.pauses(1), Cancel("runner"))


@pytest.mark.haiway_prior_use
@clause("process/caller-cancelled", "execute/caller-cancelled")
@given(program=cancelled_callers_after_prior_use())
def test_a_cancelled_caller_leaves_no_call_behind_after_prior_use(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether earlier events make the helper swallow the cancellation."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_was_called(run) and expect_caller_cancelled(run))
