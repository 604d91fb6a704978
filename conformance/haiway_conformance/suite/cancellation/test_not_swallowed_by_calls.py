"""`cancellation/not-swallowed`: helpers and streams do not turn a cancellation into a return.

Tried with helper calls, loops over streams and closing streams that are cancelled at any moment.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    CancelCurrent,
    CleanUp,
    Close,
    Element,
    Execute,
    Iterate,
    Kind,
    Next,
    Open,
    Process,
    Reach,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import (
    expect_runner_ends_cancelled,
    expect_runner_ends_cancelled_though_caught,
    request_to_runner,
)
from haiway_conformance.suite.cancellation.programs import (
    ASYNC_SOURCE_KINDS,
    SOURCE_KINDS,
    cancelled_runner,
    catching_block,
    endless_helpers_cancelled,
    helper_call,
)


def _ending_helper_call(build: Builder) -> Process | Execute:
    """Draw a helper call that ends by itself."""
    elements = tuple(
        Element(body=build.with_clean_up(build.pauses())) for _ in range(build.number(1, 4))
    )
    kind: Kind = build.one_of(*SOURCE_KINDS)
    before = build.pauses(1) if kind in ASYNC_SOURCE_KINDS else ()
    return helper_call(build, Source(kind, elements, before), tolerant=build.seldom())


@programs
def helpers_cancelled(build: Builder) -> Block:
    """Draw a helper call that ends by itself, and cancel the runner at any moment.

    The runner may also cancel itself just before the call, which then has to raise CancelledError.
    """
    call = _ending_helper_call(build)
    before: Block = (CancelCurrent(),) if build.seldom() else ()
    block: Block = (Scope("scope0", (*before, call, *build.pauses(1))),)
    milestones = ("call of", "call of", "end of")
    return cancelled_runner(build, block, f"{build.one_of(*milestones)} {call.helper}")


@clause("cancellation/not-swallowed")
@given(program=helpers_cancelled())
def test_a_helper_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails, check whether CancelledError is tolerated like a failure of a handler."""
    for run in explore(program, any_ending=True):
        run.premise(_was_cancelled_in_helper(run))
        _expect_ends_cancelled(run, "its helper call")


def _expect_ends_cancelled(run: Run, call: str) -> None:
    """Expect that the runner ends cancelled; the message says if it was cancelled after a call."""
    request, done = request_to_runner(run), run.trace.first(Did.HELPED)
    after = request is not None and done is not None and done.number < request.number
    expect_runner_ends_cancelled(run, request, f"{'after' if after else 'during'} {call}")


def _was_cancelled_in_helper(run: Run) -> bool:
    """Return whether the runner was cancelled during its helper call, or just before it."""
    request = request_to_runner(run)
    called, done = run.trace.first(Did.HELPS), run.trace.first(Did.HELPED)
    if request is None or called is None or request.number + 1 < called.number:
        return False
    return done is None or request.number < done.number


@clause("cancellation/not-swallowed")
@given(program=endless_helpers_cancelled())
def test_a_helper_that_would_go_on_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails, check whether CancelledError is tolerated like a failure of a handler."""
    for run in explore(program, any_ending=True):
        run.premise(_was_cancelled_in_helper(run))
        _expect_ends_cancelled(run, "its helper call")


@programs
def streams_cancelled(build: Builder) -> Block:
    """Draw a loop over a stream that ends by itself, and cancel the runner at any moment.

    The runner may also cancel itself, before it asks for an item.
    """
    if build.seldom():
        stream = Iterate("stream", build.number(1, 3), (Wait(build.name("p"), "idle"),))
        loop: Block = (Scope("scope0", (CancelCurrent(), stream)), Wait("rest", "idle"))
        return (Start("runner", loop),)
    stream = Iterate("stream", build.number(0, 3), build.pauses(1), build.pauses(1))
    return cancelled_runner(build, (Scope("scope0", (stream, *build.pauses(1))),), "entered scope0")


@clause("cancellation/not-swallowed")
@given(program=streams_cancelled())
def test_a_loop_over_a_stream_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails, check whether CancelledError counts as the end of the stream."""
    for run in explore(program, any_ending=True):
        request, began, left = request_to_runner(run), run.began("stream"), run.exiting("scope0")
        by_runner = request is not None and request.task == "runner"
        if request is not None and began is not None and not by_runner:
            # The generator may have ended long before the loop over its items.
            going_on = left is None or request.number < left.number
            run.premise(going_on and began.number < request.number)
        run.premise(by_runner)
        _expect_ends_cancelled(run, "its loop over a stream")


@programs
def streams_cancelled_as_they_close(build: Builder) -> Block:
    """Draw a stream that takes a while to close, and cancel the runner meanwhile."""
    clean_up = (Reach("closing"), *build.some(1, 2, build.suspension))
    source = Source("async generator", (Element(),), clean_up=clean_up)
    # If the generator never closes, the request must be made all the same.
    close = CleanUp((Close("s1"),), (Reach("closing"),))
    block: Block = (Open("s1", source), Next("s1"), close, *build.pauses(1))
    return cancelled_runner(build, (Scope("scope0", block),), "closing")


@clause("cancellation/not-swallowed")
@given(program=streams_cancelled_as_they_close())
def test_the_closing_of_a_stream_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails, check whether CancelledError is dropped by code that awaits a clean-up."""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run)
        # Where there is no `aclose`, or it does not wait, the stream is closed soon after.
        closing = run.trace.first(Did.WAITS, Did.SAW, subject="aclose of s1")
        run.premise(request and closing and closing.number < request.number)
        _expect_ends_cancelled(run, "its closing of a stream")


@programs
def caught_in_handlers(build: Builder) -> Block:
    """Draw a helper whose handlers catch the cancellation and return, and cancel the runner."""
    elements = tuple(Element(body=catching_block(build)) for _ in range(build.number(1, 3)))
    kind = build.one_of(Process, Execute)
    call = kind("helper1", Source(elements=elements), build.number(1, 3), tolerant=build.seldom())
    return cancelled_runner(build, (Scope("scope0", (call, *build.pauses(1))),), "call of helper1")


@clause("cancellation/not-swallowed")
@given(program=caught_in_handlers())
def test_a_cancelled_helper_ends_cancelled_though_its_handlers_return(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a cancelled helper returns if all its handlers returned."""
    expect_runner_ends_cancelled_though_caught(explore, program)
