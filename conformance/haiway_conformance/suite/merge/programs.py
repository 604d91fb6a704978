"""Programs, and parts of programs, that properties of merged streams share."""

from dataclasses import replace
from typing import Any

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls, elements
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Element,
    Kind,
    Merge,
    Next,
    Source,
)

__all__ = (
    "merged_source",
    "merges_of_all_kinds",
    "with_streams",
)


def merged_source(
    build: Builder, low: int, high: int, kinds: tuple[Kind, ...] = ASYNCHRONOUS, **more: Any
) -> Source:
    """Draw a source of `low` to `high` elements, which gives them at some pace."""
    before: Block = (build.pause(),) if build.flag() else ()
    items = (Element(),) * build.number(low, high)
    return Source(build.one_of(*kinds), items, before, **more)


@calls
def merges_of_all_kinds(build: Builder) -> Block:
    """Draw sources of every kind and value, and a slow consumer; the stream ends.

    The consumer may leave its loop, and begin another one.
    """
    first = merged_source(build, 0, 4)
    first = replace(first, elements=elements(build, [()] * len(first.elements)))
    ending = build.one_of("ends", "silent")
    second = merged_source(build, 0, 4, ending=ending if build.has("ends-first") else "ends")
    sources = (first, second) if build.flag() else (second, first)
    left: Block = (Consume("s1", (), build.number(1, 2)),) if build.seldom() else ()
    return (Merge("s1", sources), *left, Consume("s1", build.pauses(1)), Next("s1"))


def with_streams(build: Builder) -> tuple[Kind, ...]:
    """Return the kinds of asynchronous sources, last those that the implementation makes."""
    streams: tuple[Kind, ...] = ("stream",) if build.has("stream") and build.has("scope") else ()
    return (*ASYNCHRONOUS, "merged stream", *streams)
