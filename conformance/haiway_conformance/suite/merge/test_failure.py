"""Properties of `merge/failure`."""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Consume,
    Failing,
    Merge,
    Reach,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumers.checks import (
    delivered,
    prefix_in_order,
    source_of,
    sources_of,
)
from haiway_conformance.suite.merge.checks import failure_of_source
from haiway_conformance.suite.merge.programs import merged_source

FAILURES: Final[tuple[Failing, ...]] = ("exception", "falsy", "lookup", "timeout", "group", "base")


@calls
def failing_sources(build: Builder) -> Block:
    """A source that raises after some elements, beside one that gives, is silent, or ends."""
    error = build.one_of(*FAILURES)
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
def test_a_failing_source_ends_the_other(explore: Explorer, program: Program) -> None:
    """If this fails: is the failure wrapped, or the other source left to garbage collection?"""
    for run in explore(program, any_ending=True):
        run.premise(failure(run))


def failure(run: Run) -> bool:
    """Demand that a source's failure reaches the consumer as itself, and ends the other source."""
    failed = failure_of_source(run)
    if failed is None:
        return False
    got = run.trace.first(Did.GOT, subject="s1")
    expect(
        got is not None and got.detail == f"raised the exception object {failed.detail}",
        f"{failed.task} raised {failed.detail}; the consumer of the merged stream"
        f" {got.detail if got else 'was not told'}",
    )
    prefix_in_order(run)
    owner = failed.task.removeprefix("source of ")
    own = [each for each in delivered(run) if each.detail.startswith(f"{owner}[")]
    count = len(sources_of(run)[owner].elements)
    expect(
        len(own) == count,
        f"{failed.task} gave {count} elements before it failed; of these, {len(own)} were"
        " delivered before the failure",
    )
    idle = run.trace.first(Did.GOES_ON, subject="rest")
    for other in sources_of(run):
        began, ended = run.began(source_of(other)), run.ended(source_of(other))
        expect(
            began is None or idle is None or (ended is not None and ended.number < idle.number),
            f"{failed.task} failed, which was delivered, and the loop has been idle since, but the"
            f" other one, {source_of(other)}, was not closed",
        )
    return True


@programs
def failures_that_meet_a_request(build: Builder) -> Block:
    """A consumer that is asked to stop while one source, as the other has failed, cleans up.

    It goes on, and asks again.
    """
    error = build.one_of("exception", "falsy", "lookup", "group")
    failing = merged_source(build, 0, 2, ending="fails", error=error)
    closing: Block = (Reach("closing"), build.suspension(), *build.pauses(1))
    other = Source("async generator", ending="silent", clean_up=closing)
    sources = (failing, other) if build.flag() else (other, failing)
    ask = Catch((Catch((Consume("s1"),), "cancellation"),))
    # Should nothing be closed, the request is made all the same: it must not be waited for.
    body = build.scope((Merge("s1", sources), ask, ask, ask, Reach("closing")))
    return (Start("reader", (body,)), Wait("request", after="closing"), Cancel("reader"))


@clause("merge/failure")
@given(program=failures_that_meet_a_request())
def test_a_failure_that_meets_a_request_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: is it dropped as the wait for the other source's clean-up is cut short?"""
    for run in explore(program, any_ending=True):
        run.premise(told_again(run))


def told_again(run: Run) -> bool:
    """Demand that a consumer that was cancelled as a source failed is told when it asks again."""
    failed = failure_of_source(run)
    told = run.trace.of(Did.INTERRUPTED, Did.GOT, Did.ENDED, task="reader")
    if failed is None or not any(each.did is Did.INTERRUPTED for each in told[:-1]):
        return False
    if not failed.number < told[0].number:
        return False
    expect(
        any(failed.detail in each.detail for each in told),
        f"{failed.task} raised {failed.detail}; the consumer of the merged stream s1, which was"
        " cancelled before it was told, asked again: it was told"
        f" {', then '.join(f'{each.did} {each.subject}' for each in told)}",
    )
    return True
