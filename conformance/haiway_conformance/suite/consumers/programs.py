"""Programs, and parts of programs, that several properties of chapter consumers draw."""

from dataclasses import replace
from typing import Any

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, mapped
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Consume,
    CountRequests,
    Deadline,
    Element,
    Merge,
    Next,
    Open,
    Sleep,
    Source,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.program import Program

__all__ = (
    "PATIENCE",
    "SECONDS",
    "consumers_that_go_on",
    "reading",
    "slow_generator",
    "timed_out_again_and_again",
)


@programs
def consumers_that_go_on(build: Builder) -> Block:
    """A consumer whose request for an item is cancelled, and who then asks again."""
    count = build.number(1, 3)
    source = Source("async generator", (Element(),) * count, (build.one_of(Wait("p"), Yield()),))
    read = (*(Catch((Next("s1"),), "cancellation") for _ in range(count + 1)), Next("s1"))
    body: Block = (build.scope((Open("s1", source), *read)),)
    request: Block = (Wait("request", after="reader asks s1"), *build.pauses(1), Cancel("reader"))
    return (Start("reader", body), *request)


def reading(program: Program, chapter: str) -> Program:
    """Return a program drawn with streams as one for the chapter that is judged.

    Args:
        program: A program with streams.
        chapter: `streams`, or `merge`: then each stream is merged with a silent source, so that it
            gives what its first source gives, and ends with it.
    """
    return program if chapter == "streams" else mapped(program, _merged)


def _merged(part: Any) -> Any:
    if not isinstance(part, Open):
        return part
    source = replace(part.source, kind="async generator")
    return Merge(part.stream, (source, Source("async generator", ending="silent")))


# How long the generator takes for an item, in virtual seconds.
SECONDS = 10


# How long the consumer waits for one.
PATIENCE = 1


def slow_generator(build: Builder, count: int) -> Source:
    """Draw a generator that takes `SECONDS` for each item."""
    before: Block = (Sleep(SECONDS),)
    return Source("async generator", (Element(),) * count, before, clean_up=clean_up(build))


@programs
def timed_out_again_and_again(build: Builder) -> Block:
    """A consumer whose requests run into time-outs, several for one item, and which goes on."""
    count = build.number(1, 2)
    look: Block = (CountRequests(),)
    tries: Block = (Deadline(PATIENCE, (Next("s1"),)), *look) * build.number(2, 4)
    read: Block = (*tries, Next("s1")) * count
    return (build.scope((Open("s1", slow_generator(build, count)), *look, *read, Consume("s1"))),)
