"""A source's failure reaches the consumer as itself, and closes the other source.

Tried with failures of every kind, and with a consumer that is cancelled as a source fails.
Properties of `merge/failure` and `merge/failure-closes`.
"""

from dataclasses import replace
from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls, clean_up
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Close,
    Consume,
    Element,
    Failing,
    Merge,
    Open,
    Reach,
    Source,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import (
    cancelled_while_asking,
    delivered,
    expect_items_in_order,
    source_name,
    sources_of,
)
from haiway_conformance.suite.merge.checks import source_failure
from haiway_conformance.suite.merge.programs import merged_source, with_streams

SOURCE_FAILURES: Final[tuple[Failing, ...]] = (
    "exception",
    "falsy",
    "lookup",
    "timeout",
    "group",
    "base",
)


@calls
def failing_sources(build: Builder) -> Block:
    """Draw a source that raises after some elements, beside one that gives, is silent or ends."""
    error = build.one_of(*SOURCE_FAILURES)
    failing = merged_source(build, 0, 3, ending="fails", error=error)
    clean_up = build.some(0, 2, build.suspension)
    exhaustive = build.flag()
    ending = build.one_of("silent", "ends") if exhaustive else "silent"
    other = merged_source(build, 0, 2, ASYNCHRONOUS[:1], ending=ending, clean_up=clean_up)
    sources = (failing, other) if build.flag() else (other, failing)
    read: Block = (Catch((Consume("s1", build.pauses(1)),)), Wait("rest", "idle"))
    return (Merge("s1", sources, exhaustive), *read)


@clause("merge/failure")
@given(program=failing_sources())
def test_a_failure_of_a_source_reaches_the_consumer(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the failure is wrapped, or taken for an end."""
    for run in explore(program, any_ending=True):
        run.premise(expect_failure_delivered(run))


def expect_failure_delivered(run: Run) -> bool:
    """Check that a source's failure reaches the consumer as itself, after all its elements."""
    failed = source_failure(run)
    if failed is None:
        return False
    got = run.trace.first(Did.GOT, subject="s1")
    missing = "the consumer of the merged stream got no exception"
    expect(
        got is not None and got.detail == f"raised the exception object {failed.detail}",
        f"{failed.task} raised {failed.detail}, but"
        f" {f'asking the merged stream for an element {got.detail}' if got else missing}",
    )
    expect_items_in_order(run)
    owner = failed.task.removeprefix("source of ")
    own = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
    count = len(sources_of(run)[owner].elements)
    expect(
        len(own) == count,
        f"{failed.task} gave {count} elements before it failed; of these, {len(own)} were"
        " delivered before the failure",
    )
    return True


@calls
def failing_streams(build: Builder) -> Block:
    """Draw a merge of streams or merged streams, of which one raises after some elements."""
    kinds = with_streams(build)
    failing = merged_source(build, 0, 3, kinds[len(ASYNCHRONOUS) :], ending="fails")
    other = merged_source(build, 0, 2, kinds, ending="silent", clean_up=clean_up(build))
    sources = (failing, other) if build.flag() else (other, failing)
    return (Merge("s1", sources, build.has("exhaustive")), Catch((Consume("s1"),)))


@clause("merge/failure")
@given(program=failing_streams())
def test_a_failure_reaches_the_consumer_through_merges(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a merged stream that fails is taken for one that ended."""
    for run in explore(program, any_ending=True):
        run.premise(expect_failure_delivered(run))


@clause("merge/failure-closes")
@given(program=failing_sources())
def test_a_failing_source_closes_the_other(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the other source is left to the scope."""
    for run in explore(program, any_ending=True):
        run.premise(expect_closed_by_failure(run))


@calls
def failures_beside_a_source_that_has_given(build: Builder) -> Block:
    """Draw a source that is ahead of a slow consumer when the other one raises."""
    late: Block = (build.moment(), *build.some(0, 3, Yield))
    failing = Source("async generator", (Element(),) * build.number(0, 1), late, "fails")
    ahead = Source("async generator", (Element(),) * build.number(2, 4), build.some(0, 1, Yield))
    ahead = replace(ahead, ending="silent", clean_up=clean_up(build))
    sources = (failing, ahead) if build.flag() else (ahead, failing)
    read: Block = (Catch((Consume("s1", (build.moment(),)),)), Wait("rest", "idle"))
    return (Merge("s1", sources, build.has("exhaustive")), *read)


@clause("merge/failure-closes")
@given(program=failures_beside_a_source_that_has_given())
def test_a_source_that_is_ahead_is_closed_too(explore: Explorer, program: Program) -> None:
    """If this fails, check whether only sources are closed that are being waited for."""
    for run in explore(program, any_ending=True):
        run.premise(expect_closed_by_failure(run))


@programs
def failures_beside_a_stream(build: Builder) -> Block:
    """Draw a source that raises, beside a stream that is open; the stream is closed at the end."""
    generator = Source(
        "async generator",
        (Element(),) * build.number(0, 2),
        ending="silent",
        clean_up=clean_up(build),
    )
    itself = Source("stream", generator.elements, stream="s2")
    failing = merged_source(build, 0, 2, ending="fails")
    sources = (failing, itself) if build.flag() else (itself, failing)
    merge = Merge("s1", sources, build.has("exhaustive") and build.flag())
    read: Block = (Catch((Consume("s1", build.pauses(1)),)), Wait("rest", "idle"), Close("s2"))
    return (build.scope((Open("s2", generator), merge, *read)),)


@clause("merge/failure-closes")
@given(program=failures_beside_a_stream())
def test_a_failing_source_closes_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a stream that is merged is left to its scope."""
    for run in explore(program, any_ending=True):
        run.premise(expect_closed_by_failure(run))


def expect_closed_by_failure(run: Run) -> bool:
    """Check that the other source has been closed when a failure was delivered and all is idle."""
    failed = source_failure(run)
    idle = run.trace.first(Did.GOES_ON, subject="rest")
    if failed is None or idle is None or not run.trace.first(Did.GOT, subject="s1"):
        return False  # what becomes of the failure itself is for `merge/failure` to say
    # A stream that has no `aclose` can only be left to its scope.
    has_aclose = run.seen("aclose of s2") == ["done"]
    others = [each for each in map(source_name, sources_of(run)) if each != failed.task]
    for other in others:
        began, ended = run.began(other), run.ended(other)
        expect(
            (other == source_name("s2") and not has_aclose)
            or began is None
            or (ended is not None and ended.number < idle.number),
            f"{failed.task} failed, which was delivered, and the loop has been idle since, but the"
            f" other source, {other}, was not closed",
        )
    return any(map(run.began, others))


ASKS = 3
"""How often the consumer goes on, and asks again."""


@programs
def failures_that_meet_a_cancellation(build: Builder) -> Block:
    """Draw a consumer that is cancelled while one source cleans up because the other failed.

    It goes on, and asks for more.
    """
    error = build.one_of("exception", "falsy", "lookup", "group")
    failing = merged_source(build, 0, 2, ending="fails", error=error)
    closing: Block = (Reach("closing"), build.suspension(), *build.pauses(1))
    other = Source("async generator", ending="silent", clean_up=closing)
    sources = (failing, other) if build.flag() else (other, failing)
    ask = Catch((Catch((Consume("s1"),), "cancellation"),))
    # If the source is never closed, `Reach` lets the canceller go on, so that the program ends.
    body = build.scope((Merge("s1", sources), *(ask,) * ASKS, Reach("closing")))
    return (Start("reader", (body,)), Wait("request", after="closing"), Cancel("reader"))


@clause("merge/failure")
@given(program=failures_that_meet_a_cancellation())
def test_a_failure_that_meets_a_request_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a consumer cancelled during the clean-up loses the failure."""
    for run in explore(program, any_ending=True):
        run.premise(expect_failure_delivered_later(run))


def expect_failure_delivered_later(run: Run) -> bool:
    """Check that a consumer that was cancelled as a source failed gets the failure later."""
    failed = source_failure(run)
    answers = run.trace.of(Did.INTERRUPTED, Did.GOT, Did.ENDED, task="reader")
    request = run.trace.first(Did.REQUESTS, subject="reader")
    if failed is None or request is None:
        return False
    # A stream that is closed when its consumer is cancelled may not have noticed the failure yet.
    noticed = [
        each
        for each in run.trace[failed.number : request.number]
        if each.did is Did.CLEANS_UP and each.task.startswith("source of ")
    ]
    if not noticed:
        return False
    # Any ask but the last: what the last one would have given, nobody can know.
    if not cancelled_while_asking(run) or len(answers) < ASKS:
        return False
    in_words = {Did.INTERRUPTED: "was cancelled", Did.ENDED: "reached the end of the stream"}
    expect(
        any(failed.detail in each.detail for each in answers),
        f"{failed.task} raised {failed.detail}; the consumer of the merged stream s1 was requested"
        " to cancel while it waited for that exception, asked again, and never got it: it"
        f" {', then '.join(in_words.get(each.did, each.detail) for each in answers)}",
    )
    return True
