"""A handler call that ends cancelled by itself affects no other element.

Tried with handlers that raise CancelledError or cancel their own task, with failures tolerated or
not. Properties of `process/handler-cancelled` and `execute/handler-cancelled`; of
`process/handler-cancelled-default` and `execute/handler-cancelled-default`, on what the helper does
in the default mode; and of `process/handler-cancelled-tolerant` and
`execute/handler-cancelled-tolerant`, on what it does where failures are tolerated.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, Process
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import (
    expect_each_once,
    expect_results_in_place,
    helper_call,
    helper_end,
    helper_returned,
    is_handler_call,
)
from haiway_conformance.suite.helpers.programs import ends_cancelled


@calls
def cancelled_handlers_in_any_mode(build: Builder) -> Block:
    """Draw handler calls that end cancelled by themselves, with failures tolerated or not."""
    return _cancelled_handlers(build, tolerant=build.flag())


@clause("process/handler-cancelled", "execute/handler-cancelled")
@given(program=cancelled_handlers_in_any_mode())
def test_a_handler_that_ends_cancelled_harms_no_other(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the end of a cancelled call is noticed, and frees its place."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_handler_cancelled(run))


def _cancelled_handlers(build: Builder, *, tolerant: bool) -> Block:
    """Draw a call that ends cancelled, among others; several, if failures are tolerated."""
    bodies = [build.pauses(1) for _ in range(build.number(1, 4))]
    for index in range(len(bodies)):
        if index == 0 or (tolerant and build.seldom()):
            bodies[index] = ends_cancelled(build)
    if build.flag():
        bodies.reverse()
    call = Process("h1", source(build, bodies), build.number(1, 3), tolerant)
    return (Catch((call,), "cancellation"), *build.pauses(1))


def expect_handler_cancelled(run: Run) -> bool:
    """Check that a call that ends cancelled by itself hangs, loses and shifts nothing."""
    run.must_end()
    cancelled = _cancelled_calls(run)
    expect_each_once(run)
    expect_results_in_place(run, cancelled)
    return bool(cancelled)


def _cancelled_calls(run: Run) -> list[str]:
    """Return the names of the handler calls that ended cancelled."""
    return [each.subject for each in run.trace.of(Did.STOPPED) if is_handler_call(each.subject)]


@calls
def handlers_that_end_cancelled(build: Builder) -> Block:
    """Draw a handler call that ends cancelled by itself, among others that succeed."""
    return _cancelled_handlers(build, tolerant=False)


@clause("process/handler-cancelled-default", "execute/handler-cancelled-default")
@given(program=handlers_that_end_cancelled())
def test_what_a_helper_does_after_a_cancelled_handler(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Record whether the helper goes on or raises CancelledError."""
    for run in explore(calling(program, chapter), any_ending=True):
        if _cancelled_calls(run):
            explore.observe("goes on" if helper_returned(run) else "raises CancelledError")


@calls
def tolerated_cancellations(build: Builder) -> Block:
    """Draw a tolerant helper of which one or more handler calls end cancelled by themselves."""
    return _cancelled_handlers(build, tolerant=True)


@clause("process/handler-cancelled-tolerant", "execute/handler-cancelled-tolerant")
@given(program=tolerated_cancellations())
def test_a_tolerant_helper_goes_on_after_a_cancelled_handler(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a call's CancelledError is taken for one of the helper's own."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_goes_on(run))


def expect_goes_on(run: Run) -> bool:
    """Check that a helper that tolerates failures goes on after a call that ended cancelled."""
    run.must_end()
    end, cancelled = helper_end(run), _cancelled_calls(run)
    if end is None or not cancelled:
        return False
    expect(
        helper_returned(run),
        f"handler call {cancelled[0]} ended cancelled, its caller was not cancelled, and failures"
        f" are to be tolerated, but helper h1 {end.detail}",
    )
    expect_each_once(run)
    expect_results_in_place(run, cancelled)
    for each in run.trace.of(Did.GOT):
        if each.subject in cancelled and helper_call(run).source.kind != "set":
            kept = each.detail.startswith(("the exception CancelledError", "the exception object"))
            expect(
                kept and "result of" not in each.detail,
                f"handler call {each.subject} ended cancelled; in its place is {each.detail}",
            )
    return True
