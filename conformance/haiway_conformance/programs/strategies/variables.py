"""Programs for the chapter on variables."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Element,
    Execute,
    GetVariable,
    Iterate,
    Operation,
    Process,
    SetVariable,
    Source,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "defaults_for_unset_variables",
    "handlers_with_scopes_of_their_own",
    "handlers_with_variables",
    "nested_scopes_with_variables",
    "one_task_with_variables",
    "streams_with_variables",
    "tasks_with_variables",
    "unset_variables",
)

# `A` and `C` have one name, the values of `E` are equal, and those of `F` false.
TYPES = ("A", "B", "C", "D", "E", "F")


def _touches(build: Builder, low: int, high: int) -> Block:
    """Variables that are set or looked up, between pauses."""

    def touch() -> Operation:
        kind = build.one_of(*TYPES)
        match build.number(0, 3):
            case 0 | 1:
                return SetVariable(kind, build.name("value"))
            case 2:
                return GetVariable(kind, build.name("default") if build.flag() else None)
            case _:
                return build.pause()

    return build.some(low, high, touch)


def _looks() -> Block:
    return tuple(GetVariable(kind) for kind in TYPES)


@programs
def unset_variables(build: Builder) -> Block:
    """Variables looked up before they were set, in a scope or a task of one; another may be set."""
    looks = tuple(
        GetVariable(kind, build.name("default") if build.flag() else None) for kind in TYPES
    )
    other: Block = ()
    if build.flag():
        other = (SetVariable(build.one_of(*TYPES), build.name("value")),)
    task = build.spawn((*other, *build.pauses(1), *looks))
    return (build.scope((*other, *build.pauses(1), *looks, task, Await(task.task))),)


@programs
def one_task_with_variables(build: Builder) -> Block:
    """Variables set and looked up by one task alone: the body, or a spawned one.

    In some programs it has been in a scope within its own since, which set nothing.
    """
    touches = _touches(build, 1, 6)
    if build.flag():
        # False ones, which may be taken for none, and equal ones.
        first, second = (
            tuple(SetVariable(kind, build.name("value")) for kind in ("F", "E")) for _ in range(2)
        )
        touches = (*first, *touches, *second)
    inner: Block = (build.scope(build.pauses(1)),) if build.seldom() else ()
    work = (*touches, *inner, *_looks())
    if build.flag():
        task = build.spawn(work)
        work = (task, Await(task.task))
    return (build.scope(work),)


@programs
def tasks_with_variables(build: Builder) -> Block:
    """Body, tasks and their children, all of which set and look up variables, at the same time.

    Some set them in a scope of their own.
    """

    def task(depth: int) -> Block:
        inner: Block = ()
        if depth:
            inner = task(depth - 1)
        touches = _touches(build, 0, 3)
        if build.seldom():
            touches = (build.scope((*touches, SetVariable("A", build.name("value")))),)
        spawn = build.spawn((*_looks(), *touches, *inner, *build.pauses(1), *_looks()))
        return (spawn, *_touches(build, 0, 2), Await(spawn.task)) if build.flag() else (spawn,)

    body: Block = (SetVariable("A", build.name("value")), *_touches(build, 0, 2))
    for _ in range(build.number(1, 3)):
        # A handler or a generator may spawn them; not in a task, which may be late for that.
        value = SetVariable("B", build.name("value"))
        hosted = build.hosted((value, *task(build.number(0, 2))))
        body = (*body, *hosted, *_touches(build, 0, 2))
    return (build.scope((*body, Wait("rest", "idle"), *_looks())),)


@programs
def handlers_with_variables(build: Builder) -> Block:
    """A helper each of whose handlers sets and looks up variables."""
    elements = tuple(
        Element(body=(*_looks(), *_touches(build, 1, 3), *build.pauses(1), *_looks()))
        for _ in range(build.number(1, 4))
    )
    source = Source(elements=elements)
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (build.scope((SetVariable("A", build.name("value")), helper, *_looks())),)


@programs
def handlers_with_scopes_of_their_own(build: Builder) -> Block:
    """A helper each of whose handlers sets variables in a scope of its own, and looks around it."""

    def element() -> Element:
        inner = build.scope((*_touches(build, 1, 2), SetVariable("A", build.name("value"))))
        return Element(body=(*_looks(), *build.pauses(1), inner, *build.pauses(1)))

    source = Source(elements=tuple(element() for _ in range(build.number(2, 3))))
    helper = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (build.scope((helper, *_looks())),)


@programs
def defaults_for_unset_variables(build: Builder) -> Block:
    """Variables that nobody sets are looked up with a default, and then without."""
    kind = build.one_of(*TYPES)
    with_default = GetVariable(kind, build.name("default"))
    looks = (with_default, *build.pauses(1), GetVariable(kind))
    return (build.scope((*build.in_a_task(looks), *_looks())),)


@programs
def streams_with_variables(build: Builder) -> Block:
    """A stream whose generator and whose consumer set and look up variables, or two of them."""

    def stream(name: str) -> Block:
        within: Block = (build.scope(build.pauses(1)),) if build.seldom() else ()
        before = (*_looks(), *_touches(build, 1, 2), *within, *_looks())
        body = (*_looks(), *_touches(build, 1, 2), *_looks())
        return (Iterate(name, build.number(1, 3), before, body), *_looks())

    streams = stream("stream")
    if build.seldom():
        streams = (*streams, *stream("stream2"))
    return (build.scope((SetVariable("A", build.name("value")), *streams)),)


@programs
def nested_scopes_with_variables(build: Builder) -> Block:
    """An inner scope that looks up what the outer one set, sets it itself, and is left."""
    inner = build.scope((GetVariable("A"), SetVariable("A", "inner"), *build.pauses(1)))
    return (build.scope((SetVariable("A", "outer"), inner, GetVariable("A"))),)
