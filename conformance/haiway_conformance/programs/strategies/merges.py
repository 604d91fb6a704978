"""Programs with merged streams."""

from dataclasses import replace
from typing import Any, Final

from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Close,
    Consume,
    Element,
    Fail,
    Failing,
    Kind,
    Merge,
    Next,
    Reach,
    Scope,
    Sleep,
    Source,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import ASYNCHRONOUS, MANY, calls, elements

__all__ = (
    "always_ready_sources",
    "closed_merges",
    "exhaustive_merges",
    "failing_sources",
    "failures_that_meet_a_request",
    "left_beside_a_broken_one",
    "merges_of_all_kinds",
    "silent_beside_others",
    "slow_consumers",
    "sources_that_end_cancelled",
    "stubborn_sources",
    "three_sources",
    "ties",
    "ties_with_a_failure",
    "ties_with_an_end",
    "very_many_elements",
)

FAILURES: Final[tuple[Failing, ...]] = ("exception", "falsy", "lookup", "timeout", "group", "base")


def _source(
    build: Builder, low: int, high: int, kinds: tuple[Kind, ...] = ASYNCHRONOUS, **more: Any
) -> Source:
    """A source that gives some elements, at some pace."""
    before: Block = (build.pause(),) if build.flag() else ()
    items = (Element(),) * build.number(low, high)
    return Source(build.one_of(*kinds), items, before, **more)


@calls
def merges_of_all_kinds(build: Builder) -> Block:
    """Sources of all kinds and values, of which one at least ends; the consumer takes its time."""
    first = _source(build, 0, 4)
    first = replace(first, elements=elements(build, [()] * len(first.elements)))
    second = _source(build, 0, 4, ending=build.one_of("ends", "silent"))
    sources = (first, second) if build.flag() else (second, first)
    return (Merge("s1", sources), Consume("s1", build.pauses(1)), Next("s1"))


@calls
def exhaustive_merges(build: Builder) -> Block:
    """The same, where the stream ends with its last source."""
    merge = Merge("s1", (_source(build, 0, 4), _source(build, 0, 4)), exhaustive=True)
    return (merge, Consume("s1", build.pauses(1)), Next("s1"))


@calls
def closed_merges(build: Builder) -> Block:
    """Merged streams that are closed while their sources wait."""
    kinds: tuple[Kind, ...] = ("async generator",)
    end = build.some(0, 2, build.suspension)
    first, second = (_source(build, 1, 2, kinds, ending="silent", clean_up=end) for _ in range(2))
    return (Merge("s1", (first, second)), Next("s1", build.number(1, 2)), Close("s1"))


@calls
def ties(build: Builder) -> Block:
    """Sources that give, or end, in the same iteration again and again."""
    pace: Block = build.one_of((Sleep(1),), (Yield(),), (), (Yield(), Yield()))
    first, second = (
        Source(build.one_of(*ASYNCHRONOUS), (Element(),) * build.number(0, 4), pace)
        for _ in range(2)
    )
    first = replace(first, elements=elements(build, [()] * len(first.elements)))
    merge = Merge("s1", (first, second), exhaustive=build.flag())
    return (merge, Consume("s1", build.pauses(1)))


@calls
def ties_with_an_end(build: Builder) -> Block:
    """Sources that give, or end, in the same iteration or the next; the stream ends with one."""
    paces: tuple[Block, ...] = ((Yield(),), (), (Yield(), Yield()), (Wait(build.name("p")),))
    first, second = (
        Source("async generator", (Element(),) * build.number(0, 3), build.one_of(*paces))
        for _ in range(2)
    )
    return (Merge("s1", (first, second)), Consume("s1", build.some(0, 1, Yield)))


@calls
def ties_with_a_failure(build: Builder) -> Block:
    """Sources of which one fails in the iteration in which the other gives, or in the next."""
    late = build.some(0, 3, Yield)
    fails = Source("async generator", (Element(),) * build.number(0, 1), late, "fails")
    gives = Source("async generator", (), build.some(0, 1, Yield), "silent")
    gives = replace(gives, elements=(Element(),) * build.number(1, 3))
    first, second = (fails, gives) if build.flag() else (gives, fails)
    return (Merge("s1", (first, second)), Catch((Consume("s1", build.some(0, 1, Yield)),)))


@calls
def very_many_elements(build: Builder) -> Block:
    """Far more elements than would fit into a buffer: few programs, for they take long."""
    long = Source("async generator", (Element(),) * MANY, build.one_of((), (Yield(),)))
    merge = Merge("s1", (long, Source("async generator", (Element(),) * 2)), exhaustive=True)
    return (merge, Consume("s1"))


@calls
def silent_beside_others(build: Builder) -> Block:
    """A source that gives, beside one that never does; on either side."""
    gives, silent = _source(build, 1, 3), Source(build.one_of(*ASYNCHRONOUS), ending="silent")
    sources = (gives, silent) if build.flag() else (silent, gives)
    count = len(gives.elements)
    return (Merge("s1", sources), Consume("s1", build.pauses(1), count))


@calls
def slow_consumers(build: Builder) -> Block:
    """A consumer that takes an element or two of endless sources, and then its time.

    Perhaps one of them has ended, and the stream goes on.
    """
    first, second = (
        Source("async generator", (), (build.one_of(Yield(), Wait(build.name("p"))),), "endless")
        for _ in range(2)
    )
    read: Block = (Next("s1", build.number(1, 2)), build.long_while())
    if build.seldom():
        return (Merge("s1", (Source("async generator"), second), exhaustive=True), *read)
    return (Merge("s1", (first, second)), *read)


@calls
def always_ready_sources(build: Builder) -> Block:
    """Two endless sources that never wait, and a consumer that does not either, or sometimes."""
    first, second = (Source(kind, ending="endless") for kind in ASYNCHRONOUS[:2])
    body: Block = (Yield(),) if build.flag() else ()
    return (Merge("s1", (first, second)), Consume("s1", body, 300))


@calls
def failing_sources(build: Builder) -> Block:
    """A source that raises after some elements, beside one that gives, is silent, or ends."""
    error = build.one_of(*FAILURES)
    failing = _source(build, 0, 3, ending="fails", error=error)
    clean_up = build.some(0, 2, build.suspension)
    exhaustive = build.flag()
    ending = build.one_of("silent", "ends") if exhaustive else "silent"
    other = _source(build, 0, 2, ASYNCHRONOUS[:1], ending=ending, clean_up=clean_up)
    sources = (failing, other) if build.flag() else (other, failing)
    read: Block = (Catch((Consume("s1", build.pauses(1)),)), Wait("rest", "idle"))
    return (Merge("s1", sources, exhaustive), *read)


@programs
def failures_that_meet_a_request(build: Builder) -> Block:
    """A consumer that is asked to stop while one source, as the other has failed, cleans up.

    It goes on, and asks again.
    """
    error = build.one_of("exception", "falsy", "lookup", "group")
    failing = _source(build, 0, 2, ending="fails", error=error)
    closing: Block = (Reach("closing"), build.suspension(), *build.pauses(1))
    other = Source("async generator", ending="silent", clean_up=closing)
    sources = (failing, other) if build.flag() else (other, failing)
    ask = Catch((Catch((Consume("s1"),), "cancellation"),))
    # Should nothing be closed, the request is made all the same: it must not be waited for.
    body = build.scope((Merge("s1", sources), ask, ask, ask, Reach("closing")))
    return (Start("reader", (body,)), Wait("request", after="closing"), Cancel("reader"))


@calls
def sources_that_end_cancelled(build: Builder) -> Block:
    """A source that raises CancelledError by itself, beside one that gives, or is silent."""
    failing = _source(build, 0, 2, ending="fails", error="cancelled")
    other = _source(build, 0, 2, ASYNCHRONOUS[:1], ending="silent")
    sources = (failing, other) if build.flag() else (other, failing)
    read: Block = (Catch((Consume("s1", build.pauses(1)),), "cancellation"), *build.pauses(1))
    return (Merge("s1", sources), *read)


@programs
def stubborn_sources(build: Builder) -> Block:
    """A source that catches a cancellation and gives another element, beside one that gives.

    The consumer leaves after an element.
    """
    before: Block = (Catch((Sleep(9_999),), "cancellation"), *build.pauses(1))
    clean_up = build.some(0, 2, build.suspension)
    stubborn = Source("async generator", (Element(),) * build.number(1, 2), before, "ends")
    stubborn = replace(stubborn, clean_up=clean_up)
    gives = _source(build, 1, 2, ASYNCHRONOUS[:1], ending="silent")
    sources = (stubborn, gives) if build.flag() else (gives, stubborn)
    read: Block = (Consume("s1", build.pauses(1), 1), *build.pauses(1))
    return (Scope("scope1", (Merge("s1", sources), *read)),)


@programs
def left_beside_a_broken_one(build: Builder) -> Block:
    """A merged stream that is left, and of which one source raises as it is closed."""
    error: Block = (*build.pauses(1), Fail("error1"))
    broken = _source(build, 1, 2, ASYNCHRONOUS[:1], ending="silent", clean_up=error)
    clean_up = build.some(0, 2, build.suspension)
    other = _source(build, 1, 2, ASYNCHRONOUS[:1], ending="silent", clean_up=clean_up)
    sources = (broken, other) if build.flag() else (other, broken)
    read = Next("s1", build.number(1, 2))
    return (Catch((Scope("scope1", (Merge("s1", sources), read, *build.pauses(1))),)),)


@programs
def three_sources(build: Builder) -> Block:
    """Three sources: more than is asked for."""
    sources = tuple(_source(build, 1, 2) for _ in range(3))
    return (Catch((Scope("scope1", (Merge("s1", sources), Consume("s1"))),)),)
