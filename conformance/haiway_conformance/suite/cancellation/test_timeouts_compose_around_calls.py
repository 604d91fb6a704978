"""`cancellation/timeouts-compose` where helpers and streams meet time-outs.

Tried with time-outs around calls, handlers, sources, items and the closing of streams.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Close,
    CountRequests,
    Deadline,
    Element,
    Fail,
    Iterate,
    Kind,
    Next,
    Open,
    Scope,
    Sleep,
    Source,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import deadlines_of, expect_timeout
from haiway_conformance.suite.cancellation.programs import (
    ASYNC_SOURCE_KINDS,
    SOURCE_KINDS,
    continuing_runner,
    endless_helper_call,
    endless_stream,
    helper_call,
)
from haiway_conformance.suite.consumers.programs import (
    PATIENCE,
    SECONDS,
    reading,
    timed_out_again_and_again,
)


def _continuing_in_scope0(build: Builder, block: Block) -> Block:
    """Return a runner that carries out a block in scope0, and goes on there to an error."""
    after = (CountRequests(), *build.pauses(1), Fail("end"))
    return continuing_runner(build, (Catch((Scope("scope0", (*block, *after)),)),))


@programs
def timeouts_around_helpers(build: Builder) -> Block:
    """Draw a time-out around a helper call that does not end by itself."""
    block: Block = (Deadline(build.number(0, 3), (endless_helper_call(build),)),)
    if build.seldom():
        block = (Deadline(build.number(1, 2), (*block, build.for_ever())),)
    return _continuing_in_scope0(build, block)


@clause("cancellation/timeouts-compose")
@given(program=timeouts_around_helpers())
def test_a_timeout_around_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails, check what leaves the helper on a time-out, and `cancelling()` after it."""
    for run in explore(program):
        run.premise(run.trace.first(Did.HELPS) and run.trace.of(Did.TIMED_OUT))
        _expect_outermost_timeout(run)


def _expect_outermost_timeout(run: Run) -> None:
    """Expect that the outermost time-out expires, and that the runner goes on after it."""
    expect_timeout(run, deadlines_of(run.program)[0])
    last = run.trace.last(Did.TIMED_OUT, task="runner")
    _expect_undisturbed_after(run, last.number if last else 0)


def _expect_undisturbed_after(run: Run, number: int) -> None:
    """Expect that the runner is not cancelled after an event, and goes on to its error."""
    for interrupted in run.trace.of(Did.INTERRUPTED, task="runner"):
        expect(
            interrupted.number <= number,
            f"after the time-out, runner was cancelled at {interrupted.subject}, though nothing had"
            " requested that",
        )
    ended, caught = run.ended("runner"), run.trace.last(Did.CAUGHT, task="runner")
    # If a scope puts the error of its body into a group, `failures/body-alone` is violated.
    error = caught.subject.rpartition("[")[2].rstrip("]") if caught else None
    expect(
        ended is None or (ended.did is Did.RETURNED and error == "end"),
        "runner should have gone on after the time-out, to its error `end`, but it caught"
        f" {caught.subject if caught else 'nothing'}, and {ended.did if ended else ''}",
    )
    counts = run.seen("cancelling()", task="runner")
    expect(
        len(set(counts)) <= 1,
        f"`cancelling()` of runner, before and after the time-out, was {', '.join(counts)}",
    )


@programs
def timeouts_around_streams(build: Builder) -> Block:
    """Draw a time-out around a loop over a stream that does not end by itself."""
    again: Block = ()
    if build.flag():
        again = (CountRequests(), Deadline(4, (Catch((Next("stream"),)), build.for_ever())))
    return _continuing_in_scope0(
        build, (Deadline(build.number(0, 3), (endless_stream(build),)), *again)
    )


@clause("cancellation/timeouts-compose")
@given(program=timeouts_around_streams())
def test_a_timeout_around_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails, check whether CancelledError reaches the consumer unchanged."""
    for run in explore(program):
        run.premise(run.began("stream") and run.trace.of(Did.TIMED_OUT))
        _expect_outermost_timeout(run)


@programs
def timeouts_inside_helpers(build: Builder) -> Block:
    """Draw time-outs that expire in handlers, and in sources before each element."""

    def timed() -> Block:
        block = build.with_clean_up((build.for_ever(),))
        return (Deadline(build.number(0, 2), block), CountRequests(), *build.pauses(1))

    elements = tuple(
        Element(body=timed() if build.flag() else build.pauses(1))
        for _ in range(build.number(1, 3))
    )
    kind: Kind = build.one_of(*SOURCE_KINDS)
    before = timed() if kind in ASYNC_SOURCE_KINDS and build.seldom() else ()
    return _continuing_in_scope0(build, (helper_call(build, Source(kind, elements, before)),))


@clause("cancellation/timeouts-compose")
@given(program=timeouts_inside_helpers())
def test_timeouts_inside_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a time-out in a handler or source ends the helper."""
    for run in explore(program):
        run.premise(run.trace.of(Did.TIMED_OUT))
        helped = run.trace.first(Did.HELPED)
        expect(
            helped is None or helped.detail.startswith("returned"),
            "only time-outs in handlers and source expired, and each was caught, but the helper"
            f" {helped.detail if helped else ''}",
        )
        _expect_each_timeout_in_place(run)


def _expect_each_timeout_in_place(run: Run) -> None:
    """Expect that each time-out expired in its place, and that nothing else was cancelled."""
    _expect_undisturbed_after(
        run, (run.trace.last(Did.TIMED_OUT, task="runner") or run.trace[0]).number
    )
    for event in run.trace.of(Did.SAW, subject="cancelling()"):
        expect(
            event.detail == "0",
            f"`cancelling()` of {event.task} after its time-out was {event.detail}",
        )
    waits = [each for each in run.trace.of(Did.WAITS) if each.subject.startswith("never")]
    timed_out = run.trace.of(Did.TIMED_OUT)
    expect(
        len(waits) == len(timed_out) or not run.ended("runner"),
        f"{len(waits)} waits under a time-out do not end by themselves, but TimeoutError was raised"
        f" at {len(timed_out)} of them",
    )


@programs
def timeouts_inside_streams(build: Builder) -> Block:
    """Draw time-outs that expire in a stream's generator, or in the body of the loop over it."""

    def timed() -> Block:
        return (Deadline(build.number(0, 2), (build.for_ever(),)), CountRequests())

    before, body = build.one_of((timed(), ()), ((), timed()), (timed(), timed()))
    stream = Iterate("stream", build.number(1, 3), before, (*body, *build.pauses(1)))
    return _continuing_in_scope0(build, (stream,))


@clause("cancellation/timeouts-compose")
@given(program=timeouts_inside_streams())
def test_timeouts_inside_a_loop_over_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a time-out in generator or loop cancels the other side."""
    for run in explore(program):
        run.premise(run.trace.of(Did.TIMED_OUT))
        _expect_each_timeout_in_place(run)


@clause("cancellation/timeouts-compose")
@given(program=timed_out_again_and_again())
def test_waits_for_items_can_time_out_repeatedly(explore: Explorer, program: Program) -> None:
    """If this fails, check whether an interrupted `anext` leaves something behind in the stream."""
    for run in explore(program, any_ending=True):
        run.premise(_expect_waits_to_time_out(run))


@clause("cancellation/timeouts-compose")
@given(program=timed_out_again_and_again())
def test_waits_for_elements_of_a_merge_can_time_out_repeatedly(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether an interrupted `anext` leaves something behind in the merge."""
    for run in explore(reading(program, "merge"), any_ending=True):
        run.premise(_expect_waits_to_time_out(run))


def _expect_waits_to_time_out(run: Run) -> bool:
    """Expect that the first wait for an item, and each interrupted one, ends with TimeoutError.

    The first item takes longer than the consumer waits for it; later ones may be there already.

    Returns:
        True if an item was asked for.
    """
    steps = run.trace.of(Did.ASKS, Did.TIMED_OUT)
    interrupted = run.trace.of(Did.INTERRUPTED, subject="stream s1")
    timed_out = run.trace.of(Did.TIMED_OUT)
    expect(
        not steps[1:] or steps[1].did is Did.TIMED_OUT,
        f"the consumer waited for the first item of stream s1, which takes {SECONDS} s, under a"
        f" time-out of {PATIENCE} s, but TimeoutError was not raised there",
    )
    expect(
        len(timed_out) == len(interrupted),
        f"{len(interrupted)} waits for an item of stream s1 were interrupted, each by its own"
        f" time-out, but TimeoutError was raised at {len(timed_out)} of them",
    )
    expect(
        set(run.seen("cancelling()")) <= {"0"},
        "after a time-out around a wait for an item of stream s1, `cancelling()` was"
        f" {', '.join(run.seen('cancelling()'))}",
    )
    run.must_end()
    return bool(steps)


@programs
def closed_under_a_timeout(build: Builder) -> Block:
    """Draw a stream that is closed under a time-out, and whose generator cleans up for longer."""
    clean_up = (*build.pauses(1), Sleep(SECONDS))
    source = Source("async generator", (Element(),) * 2, build.pauses(1), clean_up=clean_up)
    close: Block = (Deadline(PATIENCE, (Close("s1"),)), CountRequests(), *build.pauses(1))
    body = (
        Open("s1", source),
        Next("s1"),
        CountRequests(),
        *close,
        Wait("rest", "idle"),
        CountRequests(),
    )
    return (build.scope(body),)


@clause("cancellation/timeouts-compose")
@given(program=closed_under_a_timeout())
def test_the_closing_of_a_stream_can_time_out(explore: Explorer, program: Program) -> None:
    """If this fails, check what `aclose` does with a request that comes while it waits."""
    for run in explore(program, any_ending=True):
        steps = run.trace.of(Did.WAITS, Did.SAW, Did.INTERRUPTED, subject="aclose of s1")
        timed_out = run.trace.last(Did.TIMED_OUT)
        # Where there is no `aclose`, or it does not wait, nothing times out.
        if not run.premise(steps):
            continue
        expect(
            timed_out or steps[-1].time - steps[0].time <= PATIENCE,
            f"stream s1 was closing for more than {PATIENCE} s, under a time-out of that length,"
            " but TimeoutError was not raised there",
        )
        over = max(each.number for each in (*steps, timed_out) if each)
        stray = [
            each.subject
            for each in run.trace.of(Did.INTERRUPTED, task="main")
            if each.number > over
        ]
        expect(
            not stray,
            f"after stream s1 was closed, main was cancelled at {', '.join(stray)}, though nothing"
            " had requested that",
        )
        expect(
            set(run.seen("cancelling()")) <= {"0"},
            "after a time-out around the closing of stream s1, `cancelling()` was"
            f" {', '.join(run.seen('cancelling()'))}",
        )
        if steps[0].did is Did.WAITS:
            run.must_end()
