"""Parts of random programs that do not depend on what is around them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import elements
from haiway_conformance.programs.operations import (
    Block,
    CheckCancellation,
    CleanUp,
    Element,
    Fail,
    Failing,
    GetContext,
    GetState,
    GetVariable,
    Kind,
    Log,
    Provided,
    Resource,
    SetContext,
    SetVariable,
    Source,
    Spawn,
    Trace,
    Wait,
)
from haiway_conformance.suite.monitoring.theme import Look

__all__ = (
    "any_source",
    "ends_by_itself",
    "failure",
    "generator",
    "late_spawner",
    "look",
    "resource",
    "rest",
)

_FAILURES: Final[tuple[Failing, ...]] = ("exception", "exception", "falsy", "lookup", "twin")


def rest(build: Builder) -> Block:
    """Draw the end of a body, which mostly lets tasks begin, and end, before the scope's exit."""
    rests: tuple[Block, ...] = (
        (Wait(build.name("p"), "idle"),),
        (Wait(build.name("p"), "idle"), build.pause()),
        (build.pause(),),
        (),
    )
    return build.one_of(*rests)


def look(build: Builder, kind: Look) -> Block:
    """Draw a look at something of a kind; a variable is perhaps set before."""
    match kind:
        case "state":
            return (GetState(build.one_of("A", "A", "B")),)
        case "variable":
            set_ = SetVariable("A", build.name("value"))
            return (set_, GetVariable("A")) if build.flag() else (GetVariable("A"),)
        case "context":
            set_ = SetContext("x", build.name("value"))
            return (set_, GetContext("x")) if build.flag() else (GetContext("x"),)
        case "log":
            # The message is always the same: a record that names no scope is compared by it.
            return (Log("message"),)
        case "trace":
            return (Trace(),)
        case "check":
            return (CheckCancellation(),)


def resource(build: Builder) -> Resource:
    """Draw a resource that gives state."""
    name = build.name("resource")
    return Resource(name, build.pauses(1), build.pauses(1), (Provided("B", f"B of {name}"),), "one")


def failure(build: Builder) -> Fail:
    """Draw an operation that raises an exception of any kind."""
    return Fail(build.name("error"), build.one_of(*_FAILURES))


def any_source(build: Builder, bodies: Sequence[Block], *, failing: bool) -> Source:
    """Draw the source of a helper.

    Args:
        build: The builder.
        bodies: What the handler does with each element.
        failing: Whether the source itself may fail.
    """
    kind: Kind = build.one_of("list", "generator", "async generator")
    source = Source(kind, elements(build, bodies))
    if kind != "list" and failing:
        source = replace(source, ending=build.one_of("ends", "fails"))
    if kind == "async generator":
        source = replace(source, before=build.pauses(1), clean_up=build.pauses(1))
    return source


def generator(build: Builder, items: Sequence[Element], look: Block, *, failing: bool) -> Source:
    """Draw the generator of a stream.

    Args:
        build: The builder.
        items: The items.
        look: What it looks up before each item.
        failing: Whether the generator itself may fail.
    """
    return Source(
        "async generator",
        tuple(items),
        (*look, *build.pauses(1)),
        build.one_of("ends", "fails", "fails") if failing else "ends",
        clean_up=build.pauses(1),
    )


def late_spawner(build: Builder) -> Spawn:
    """Draw a task that spawns another when it is cancelled."""
    name = build.name("t")
    spawn = build.spawn((*build.pauses(1), *((build.for_ever(),) if build.flag() else ())))
    body = (*build.pauses(1), build.for_ever())
    return Spawn(name, (CleanUp(body, (*build.pauses(1), spawn)),))


def ends_by_itself(task: Spawn) -> bool:
    """Return whether a task ends without being cancelled."""
    return not any(isinstance(each, Wait) and each.until == "never" for each in _flat(task.body))


def _flat(body: Block) -> Block:
    flat: Block = ()
    for each in body:
        flat = (*flat, *each.body) if isinstance(each, CleanUp) else (*flat, each)
    return flat
