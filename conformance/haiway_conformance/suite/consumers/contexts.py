"""Programs in which generator and consumer look up their context, and set some of it."""

from dataclasses import replace
from typing import Any, Final

from haiway_conformance.programs.drawing.available import is_available
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import mapped
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Close,
    Consume,
    Element,
    GetContext,
    GetState,
    GetVariable,
    Iterate,
    Log,
    Merge,
    Open,
    Process,
    Provided,
    Scope,
    SetContext,
    SetVariable,
    Source,
    Spawn,
)
from haiway_conformance.programs.program import Program

__all__ = ("contexts_on_both_sides", "looking_everywhere", "made_by_a_task")

LOOK: Final[Block] = (
    *(GetContext("x"), GetContext("y")),
    *(GetVariable("A"), GetState("A"), Log("probe")),
)
"""Looks up all that belongs to a context."""

KNOWN: Final = SetContext("y", "known")
"""Sets what nobody changes after the stream was made."""


@programs
def contexts_on_both_sides(build: Builder) -> Block:
    """Draw a generator and a consumer that set and look up their context.

    The consumer may be in an inner scope, and spawns a task after the loop. It may be a helper, or
    a merge that is read.
    """
    before = (*LOOK, *_set_some(build), *LOOK)
    count = build.number(1, 3)
    source = Source(
        "async generator",
        (Element(),) * count,
        before,
        build.one_of("ends", "silent"),
        clean_up=LOOK,
    )
    nested = build.flag()
    scope = "scope2" if nested else "scope1"
    task = Spawn("t1", (build.until_exit(scope),))
    control = Spawn("control", (build.until_exit(scope),))
    left = build.number(1, count)
    ends = source.ending == "ends"
    read = _read(build, (*LOOK, *_set_some(build), *build.pauses(1), *LOOK), left, ends=ends)
    close: Block = (Close("s1"),) if build.seldom() else ()
    after: Block = (*LOOK, *close, task, *build.pauses(1))
    loop: Block = (control, *_set_some(build), *LOOK, *read, *after)
    sets = () if nested else _set_some(build)  # an inner scope may have variables of its own
    outside, inside = ((KNOWN,), ()) if build.flag() else ((), (KNOWN,))
    opened: Block = (*inside, *sets, Log("probe"), Open("s1", source))
    state = (Provided("A", "of scope1"),)
    if nested:
        inner = Scope("scope2", loop, (Provided("A", "of scope2"),))
        return (*outside, Scope("scope1", (*opened, inner, *build.pauses(1)), state))
    return (*outside, Scope("scope1", (*opened, *loop), state))


def _read(build: Builder, body: Block, items: int, *, ends: bool) -> Block:
    """Draw a loop over the stream, a helper that reads it, or a loop over a merge of it."""
    itself = Source("stream", (Element(),) * items, stream="s1")
    match build.number(0, 4):
        case 2 if build.has("async-sources") and build.has("process") and ends:
            return (Process("h1", itself),)
        case 3 | 4 if build.has("ends-first"):
            silent = Source("async generator", ending="silent")
            return (Merge("s2", (itself, silent)), Consume("s2", body, items))
        case _:
            return (Consume("s1", body, items),)


@programs
def made_by_a_task(build: Builder) -> Block:
    """Draw a task, handler or generator that makes a stream, having set some of its own context.

    Something else consumes it.
    """
    source = Source("async generator", (Element(),) * build.number(1, 2), LOOK)
    opened: Block = (*_set_some(build), KNOWN, Open("s1", source), *_set_some(build))
    read: Block = (*build.pauses(1), *_set_some(build), Consume("s1"))
    return (build.scope((*_creator(build, opened), *build.in_a_task(read))),)


def _creator(build: Builder, opened: Block) -> Block:
    match build.number(0, 3):
        case 2 if build.has("process"):
            return (Process("creator", Source(elements=(Element(body=opened),))),)
        case 3 if build.has("stream"):
            return (Iterate("creator", 1, opened),)
        case _:
            return (Spawn("creator", opened), Await("creator"))


def looking_everywhere(program: Program) -> Program:
    """Return a program whose merged streams look up the context in both of their sources."""
    return mapped(program, _looking)


def _looking(part: Any) -> Any:
    if not isinstance(part, Merge):
        return part
    look = tuple(each for each in LOOK if is_available((each,)))
    first, *others = part.sources
    return replace(part, sources=(first, *(replace(each, before=look) for each in others)))


def _set_some(build: Builder) -> Block:
    return (
        (SetContext("x", build.name("value")), SetVariable("A", build.name("value")))
        if build.flag()
        else ()
    )
