"""Programs, and parts of programs, that properties of streams and of merged streams share.

They use plain streams; `reading(program, chapter)` turns these into merged ones where `merge` is
judged.
"""

from dataclasses import replace
from typing import Any, Final

from haiway_conformance.adapter import available
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
    OftenUsed,
    Open,
    Sleep,
    Source,
    Start,
    UseOften,
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
    """Draw a consumer that is cancelled while it waits for an item, and then goes on."""
    count = build.number(1, 3)
    source = Source("async generator", (Element(),) * count, (build.one_of(Wait("p"), Yield()),))
    read = (*(Catch((Next("s1"),), "cancellation") for _ in range(count + 1)), Next("s1"))
    body: Block = (build.scope((Open("s1", source), *read)),)
    request: Block = (Wait("request", after="reader asks s1"), *build.pauses(1), Cancel("reader"))
    return (Start("reader", body), *request)


def reading(program: Program, chapter: str) -> Program:
    """Return a program with streams as one for the chapter that is judged.

    Args:
        program: A program with streams.
        chapter: `streams`, or `merge`: then each stream is merged with a silent source, so that the
            merged stream gives what the stream would give, and ends with it. Where merges can only
            end with the last of their sources, it is an empty one instead. Streams that are opened
            many times become merged ones, too.
    """
    return program if chapter == "streams" else mapped(program, _merged)


def _merged(part: Any) -> Any:
    if isinstance(part, UseOften) and part.use == "open stream":
        merge: OftenUsed = "open merge" if "ends-first" in available() else "open exhaustive merge"
        return replace(part, use=merge)
    if not isinstance(part, Open):
        return part
    source = replace(part.source, kind="async generator")
    if "ends-first" in available():
        return Merge(part.stream, (source, Source("async generator", ending="silent")))
    return Merge(part.stream, (source, Source("async generator")), exhaustive=True)


SECONDS: Final = 10
"""How long a slow generator takes for an item, in virtual seconds."""


PATIENCE: Final = 1
"""How long its consumer waits for an item, in virtual seconds."""


def slow_generator(build: Builder, count: int) -> Source:
    """Draw a generator that takes `SECONDS` for each item."""
    before: Block = (Sleep(SECONDS),)
    return Source("async generator", (Element(),) * count, before, clean_up=clean_up(build))


@programs
def timed_out_again_and_again(build: Builder) -> Block:
    """Draw a consumer that waits for each item several times, with a time-out, and goes on."""
    count = build.number(1, 2)
    tries: Block = (Deadline(PATIENCE, (Next("s1"),)), CountRequests()) * build.number(2, 4)
    read: Block = (*tries, Next("s1")) * count
    opened = Open("s1", slow_generator(build, count))
    return (build.scope((opened, CountRequests(), *read, Consume("s1"))),)
