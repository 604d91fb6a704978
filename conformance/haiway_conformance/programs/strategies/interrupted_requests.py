"""Programs in which requests for items are cut off time and again, and others take over."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Consume,
    CountRequests,
    Deadline,
    Element,
    Next,
    Open,
    Sleep,
    Source,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import clean_up

__all__ = ("ends_after_interruptions", "timed_out_again_and_again")

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
