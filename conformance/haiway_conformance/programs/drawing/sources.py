"""Calls of helpers and the sources they read from: parts that many programs are built of."""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Final, cast

from hypothesis.strategies import SearchStrategy

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    CleanUp,
    Element,
    Execute,
    Function,
    Join,
    Kind,
    Outcome,
    Process,
    Scope,
    Source,
    Spawn,
    Start,
    Value,
)
from haiway_conformance.programs.program import Program

__all__ = (
    "ASYNCHRONOUS",
    "COLLECTIONS",
    "CONSUMED",
    "FUNCTIONS",
    "KINDS",
    "MANY",
    "ORDERED",
    "Calls",
    "busy",
    "calling",
    "calls",
    "clean_up",
    "elements",
    "generator",
    "mapped",
    "source",
)

FUNCTIONS: Final[tuple[Function, ...]] = ("partial", "object", "plain")


# More elements than would fit into a buffer, or than places would be counted for.
MANY: Final = 101


COLLECTIONS: Final[tuple[Kind, ...]] = ("list", "tuple", "set", "dict")


ASYNCHRONOUS: Final[tuple[Kind, ...]] = ("async generator", "async iterator", "async iterable")


CONSUMED: Final[tuple[Kind, ...]] = ("generator", "iterator", *ASYNCHRONOUS)


KINDS: Final[tuple[Kind, ...]] = (*COLLECTIONS, *CONSUMED)


ORDERED: Final[tuple[Kind, ...]] = ("list", "tuple", *CONSUMED)


# Values that are easily lost or mixed up. In a set, those that are equal would be one, and the hash
# of an exception is its address.
_ODD: Final[tuple[Value, ...]] = (
    "none",
    "twin",
    "twin",
    "zero",
    "unhashable",
    "empty",
    "false",
    "exception",
    "list",
    "equal to all",
    "awaitable",
)


_ODD_IN_SETS: Final[tuple[Value, ...]] = ("none", "zero", "empty")


_RESULTS: Final[tuple[Outcome, ...]] = (
    "none",
    "zero",
    "exception",
    "false",
    "object",
    "empty",
    "awaitable",
)


def elements(build: Builder, bodies: Sequence[Block], kind: Kind = "list") -> tuple[Element, ...]:
    """Elements of all values, each with its handler's body.

    Args:
        build: The builder.
        bodies: What the handler does with each.
        kind: The kind of source that they are for.
    """
    # No value but that of a twin is there twice: it must be clear which element an object is.
    odd = _ODD_IN_SETS if kind in ("set", "dict") else _ODD
    values = [*_turned(build, odd), *["object"] * len(bodies)]
    results = [*_turned(build, _RESULTS), *["object"] * len(bodies)]
    return tuple(
        Element(cast("Value", value), body, cast("Outcome", result))
        for value, body, result in zip(values, bodies, results, strict=False)
    )


def _turned[Kind: str](build: Builder, values: Sequence[Kind]) -> Sequence[Kind]:
    """The values, another one of which comes first; now and then none of them."""
    turn = build.number(0, len(values))
    return (*values[turn:], *values[:turn]) if turn < len(values) else ()


def source(
    build: Builder,
    bodies: Sequence[Block],
    kinds: Sequence[Kind] = KINDS,
    *,
    odd: bool = False,
    **more: Any,
) -> Source:
    """A source of elements, which gives them at any pace that its kind allows.

    Args:
        build: The builder.
        bodies: What the handler does with each element.
        kinds: What the source may be.
        odd: Whether elements and results have values of all kinds; else they are plain objects.
        more: Further fields of the source.
    """
    kind: Kind = build.one_of(*kinds)
    before: Block = ()
    if kind in ASYNCHRONOUS and build.flag():
        before = (build.pause(),)
    plain = tuple(Element(body=body) for body in bodies)
    return Source(kind, elements(build, bodies, kind) if odd else plain, before, **more)


def calling(program: Program, chapter: str) -> Program:
    """Return a program drawn for one helper as one that calls the helper of a chapter.

    Args:
        program: A program that calls `process_concurrently`.
        chapter: `process` or `execute`.
    """
    return program if chapter == "process" else mapped(program, _execute)


def _execute(part: Any) -> Any:
    if not isinstance(part, Process):
        return part
    return Execute(**{field.name: getattr(part, field.name) for field in fields(part)})


def mapped(program: Program, change: Callable[[Any], Any]) -> Program:
    """A program each part of which is changed, from the inside outwards.

    Args:
        program: The program.
        change: Given an operation, or a part of one; gives what is to be there instead.
    """

    def of(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(of, cast("tuple[object, ...]", part)))
        if not is_dataclass(part):
            return part
        kind: Any = type(part)
        return change(kind(**{field.name: of(getattr(part, field.name)) for field in fields(part)}))

    return Program(of(program.main))


def _inside(build: Builder, call: Block) -> Block:
    """In a scope, with a sibling at work; in a scope within it; in a task of a scope."""
    match build.number(0, 3):
        case 0:
            return (build.scope(call),)
        case 1:
            return (build.scope((*build.pauses(1), build.scope(call), *build.pauses(1))),)
        case 2:
            task = Spawn(build.name("caller"), call)
            return (build.scope((task, Await(task.task))),)
        case _:
            sibling = build.spawn(build.busy_until_exit("scope1"))
            return (Scope("scope1", (sibling, *call)),)


def _outside(build: Builder, call: Block) -> Block:
    if build.flag():
        return call
    name = build.name("caller")
    return (Start(name, call), Join(name))


class Calls:
    """Programs that call a helper in one way, inside scopes and outside any.

    Args:
        make: Draws the call, and what there has to be around it.
    """

    def __init__(self, make: Callable[[Builder], Block]) -> None:
        def inside(build: Builder) -> Block:
            return _inside(build, make(build))

        def outside(build: Builder) -> Block:
            return _outside(build, make(build))

        inside.__name__ = f"{make.__name__}_inside_a_scope"
        outside.__name__ = f"{make.__name__}_outside_any_scope"
        inside.__doc__ = outside.__doc__ = self.__doc__ = make.__doc__
        self.inside = programs(inside)
        self.outside = programs(outside)

    def __call__(self) -> SearchStrategy[Program]:
        """The programs in which the call is made inside a scope."""
        return self.inside()


def calls(make: Callable[[Builder], Block]) -> Calls:
    """Make a function that draws a call of a helper into programs; a decorator."""
    return Calls(make)


def generator(build: Builder, low: int, high: int, *, odd: bool = False, **more: Any) -> Source:
    """A generator that gives some items, at some pace."""
    count = build.number(low, high)
    items = elements(build, [()] * count) if odd else (Element(),) * count
    before: Block = (build.pause(),) if build.flag() else ()
    return Source("async generator", items, before, **more)


def clean_up(build: Builder) -> Block:
    """Suspensions for a generator's clean-up, or none."""
    return build.some(0, 2, build.suspension)


def busy(build: Builder) -> Block:
    """What ends by cancellation alone, and may take its time over cleaning up."""
    clean_up = build.some(0, 2, build.suspension)
    block: Block = (*build.pauses(1), build.for_ever())
    return (CleanUp(block, clean_up),) if clean_up else block
