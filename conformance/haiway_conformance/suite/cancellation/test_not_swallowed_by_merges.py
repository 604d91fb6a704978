"""`cancellation/not-swallowed`: a merged stream does not turn a cancellation into its end.

Tried with loops over merged streams, and with closing them, that are cancelled at any moment.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    CleanUp,
    Close,
    Consume,
    Element,
    Merge,
    Next,
    Reach,
    Scope,
    Source,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import (
    expect_runner_ends_cancelled,
    request_to_runner,
)
from haiway_conformance.suite.cancellation.programs import cancelled_runner
from haiway_conformance.suite.merge.programs import merged_source


@programs
def merges_cancelled(build: Builder) -> Block:
    """Draw a loop over a merged stream, which ends by itself or not, and cancel the runner."""
    first = merged_source(build, 0, 2, ending=build.one_of("ends", "silent"))
    second = merged_source(build, 0, 2, ending="silent")
    loop: Block = (Merge("s1", (first, second)), Consume("s1", build.pauses(1)))
    # If it never asks, `Reach` lets the request be made all the same.
    loop = (CleanUp(loop, (Reach("runner asks s1"),)), *build.pauses(1))
    milestones = ("runner asks s1", "runner asks s1", "silence of source of s1.b")
    return cancelled_runner(build, (Scope("scope0", loop),), build.one_of(*milestones))


@clause("cancellation/not-swallowed")
@given(program=merges_cancelled())
def test_a_loop_over_a_merged_stream_swallows_no_request(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether CancelledError counts as the end of the merged stream."""
    for run in explore(program, any_ending=True):
        request, opened = request_to_runner(run), run.trace.first(Did.OPENS)
        ended = run.trace.first(Did.ENDED, Did.EXITING)
        going_on = request and (ended is None or request.number < ended.number)
        run.premise(going_on and opened and request and opened.number < request.number)
        expect_runner_ends_cancelled(run, request, "during its loop over a merged stream")


@programs
def merges_cancelled_as_they_close(build: Builder) -> Block:
    """Draw a merged stream that takes a while to close, and cancel the runner meanwhile."""
    clean_up = (Reach("closing"), *build.some(1, 2, build.suspension))
    slow = Source("async generator", (Element(),), ending="silent", clean_up=clean_up)
    other = Source("async generator", ending="silent")
    sources = (slow, other) if build.flag() else (other, slow)
    # If the sources are never closed, the request must be made all the same.
    close = CleanUp((Close("s1"),), (Reach("closing"),))
    block: Block = (Merge("s1", sources), Next("s1"), close, *build.pauses(1))
    return cancelled_runner(build, (Scope("scope0", block),), "closing")


@clause("cancellation/not-swallowed")
@given(program=merges_cancelled_as_they_close())
def test_the_closing_of_a_merged_stream_swallows_no_request(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether CancelledError is dropped by code that closes the sources."""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run)
        # Where there is no `aclose`, or it does not wait, the stream is closed soon after.
        closing = run.trace.first(Did.WAITS, Did.SAW, subject="aclose of s1")
        run.premise(request and closing and closing.number < request.number)
        expect_runner_ends_cancelled(run, request, "as it closed a merged stream")
