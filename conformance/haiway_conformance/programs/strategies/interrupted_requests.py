"""Programs in which requests for items, and the closing of streams, are cut off by time-outs."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Close,
    Consume,
    CountRequests,
    Deadline,
    Element,
    GetState,
    Next,
    Open,
    Provided,
    Scope,
    Sleep,
    Source,
    Spawn,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import clean_up

__all__ = (
    "closed_under_a_timeout",
    "ends_after_interruptions",
    "timed_out_again_and_again",
    "timed_out_in_an_inner_scope",
)

# What the generator takes for an item, and how long the consumer waits for one.
SECONDS, PATIENCE = 10, 1


def _slow(build: Builder, count: int) -> Source:
    before: Block = (Sleep(SECONDS),)
    return Source("async generator", (Element(),) * count, before, clean_up=clean_up(build))


@programs
def timed_out_again_and_again(build: Builder) -> Block:
    """A consumer whose requests run into time-outs, several for one item, and which goes on."""
    count = build.number(1, 2)
    look: Block = (CountRequests(),)
    tries: Block = (Deadline(PATIENCE, (Next("s1"),)), *look) * build.number(2, 4)
    read: Block = (*tries, Next("s1")) * count
    return (build.scope((Open("s1", _slow(build, count)), *look, *read, Consume("s1"))),)


@programs
def ends_after_interruptions(build: Builder) -> Block:
    """Streams whose end is met after a request has timed out, or by another task."""
    opened = Open("s1", _slow(build, build.number(0, 1)))
    timed_out: Block = (Deadline(PATIENCE, (Next("s1"),)),) * build.number(0, 2)
    again: Block = (Next("s1", build.number(1, 3)),)
    read: Block = (*timed_out, Consume("s1"))
    if build.flag():
        return (build.scope((opened, *read, *build.pauses(1), *again)),)
    reader, other = build.spawn(read), build.spawn(again)
    return (build.scope((opened, reader, Await(reader.task), other, Await(other.task), *again)),)


@programs
def timed_out_in_an_inner_scope(build: Builder) -> Block:
    """A stream of an outer scope; a request for an item is made and times out in an inner one."""
    look: Block = (GetState("A"),)
    request = Deadline(PATIENCE, (Next("s1"),))
    before, after = (Spawn(each, (build.until_exit("scope2"),)) for each in ("before", "after"))
    body = (*look, before, request, *look, after, *build.pauses(1), *look)
    inner = Scope("scope2", body, state=(Provided("A", "of scope2"),))
    outer = (Open("s1", _slow(build, 1)), inner, *look)
    return (Scope("scope1", outer, state=(Provided("A", "of scope1"),)),)


@programs
def closed_under_a_timeout(build: Builder) -> Block:
    """A stream is closed under a time-out; its generator takes longer than that to clean up."""
    clean_up = (*build.pauses(1), Sleep(SECONDS))
    source = Source("async generator", (Element(),) * 2, build.pauses(1), clean_up=clean_up)
    look: Block = (CountRequests(),)
    close: Block = (Deadline(PATIENCE, (Close("s1"),)), *look, *build.pauses(1))
    body = (Open("s1", source), Next("s1"), *look, *close, Wait("rest", "idle"), *look)
    return (build.scope(body),)
