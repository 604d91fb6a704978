"""Draw calls of helpers, and the sources of elements that helpers and streams read."""

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
    "RECORDED",
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
"""Callables that are not coroutine functions themselves."""


# More elements than any buffer or fixed pool of an implementation is likely to hold.
MANY: Final = 101


COLLECTIONS: Final[tuple[Kind, ...]] = ("list", "tuple", "set", "dict")


ASYNCHRONOUS: Final[tuple[Kind, ...]] = ("async generator", "async iterator", "async iterable")


CONSUMED: Final[tuple[Kind, ...]] = ("generator", "iterator", *ASYNCHRONOUS)
"""Sources that can be read only once."""


RECORDED: Final[tuple[Kind, ...]] = (*CONSUMED, "lazy list")
"""Sources that record each read."""


KINDS: Final[tuple[Kind, ...]] = (*COLLECTIONS, *RECORDED)


ORDERED: Final[tuple[Kind, ...]] = ("list", "tuple", *RECORDED)
"""Sources whose order is that of the program's text."""


# Values that are easily lost or confused.
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


# In a set equal values are one, and the hash of an exception is its address.
_ODD_IN_SETS: Final[tuple[Value, ...]] = ("none", "zero", "empty")


_RESULTS: Final[tuple[Outcome, ...]] = (
    "none",
    "zero",
    "exception",
    "false",
    "object",
    "twin",
    "twin",
    "unhashable",
    "empty",
    "awaitable",
)


def elements(build: Builder, bodies: Sequence[Block], kind: Kind = "list") -> tuple[Element, ...]:
    """Draw elements whose values and results are of all kinds, one for each body.

    Args:
        build: The builder.
        bodies: What the handler does with each element.
        kind: The kind of source that they are for.
    """
    # Only twins occur twice: for any other object it must be clear which element it is.
    odd = _ODD_IN_SETS if kind in ("set", "dict") else _ODD
    values = [*_rotated(build, odd), *["object"] * len(bodies)]
    results = [*_rotated(build, _RESULTS), *["object"] * len(bodies)]
    return tuple(
        Element(cast("Value", value), body, cast("Outcome", result))
        for value, body, result in zip(values, bodies, results, strict=False)
    )


def _rotated[Item: str](build: Builder, values: Sequence[Item]) -> Sequence[Item]:
    """Draw a rotation of the values, or no value at all."""
    shift = build.number(0, len(values))
    return (*values[shift:], *values[:shift]) if shift < len(values) else ()


def source(
    build: Builder,
    bodies: Sequence[Block],
    kinds: Sequence[Kind] = KINDS,
    *,
    odd: bool = False,
    **more: Any,
) -> Source:
    """Draw a source of elements, with a pause before each one if it is asynchronous.

    Args:
        build: The builder.
        bodies: What the handler does with each element.
        kinds: The kinds of source to choose from.
        odd: True for elements and results of all kinds of values; else they are plain objects.
        more: Further fields of the source.
    """
    kind: Kind = build.one_of(*kinds)
    before: Block = ()
    if kind in ASYNCHRONOUS and build.flag():
        before = (build.pause(),)
    plain = tuple(Element(body=body) for body in bodies)
    return Source(kind, elements(build, bodies, kind) if odd else plain, before, **more)


def calling(program: Program, chapter: str) -> Program:
    """Return the program with all calls of helpers turned into calls of the chapter's helper.

    Args:
        program: A program that calls `process_concurrently`.
        chapter: `process` (the program stays as it is) or `execute`.
    """
    return program if chapter == "process" else mapped(program, _execute)


def _execute(part: Any) -> Any:
    if not isinstance(part, Process):
        return part
    return Execute(**{field.name: getattr(part, field.name) for field in fields(part)})


def mapped(program: Program, change: Callable[[Any], Any]) -> Program:
    """Return a program in which each part has been replaced, the innermost parts first.

    Args:
        program: The program.
        change: Takes an operation, or a part of one, and returns its replacement.
    """

    def of(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(of, cast("tuple[object, ...]", part)))
        if not is_dataclass(part):
            return part
        kind: Any = type(part)
        return change(kind(**{field.name: of(getattr(part, field.name)) for field in fields(part)}))

    return Program(of(program.main), program.lacking)


def _inside(build: Builder, call: Block) -> Block:
    """Draw where a call is made: in a scope, a nested one, a task, or beside a busy task."""
    if not build.has("scope"):
        return call
    match build.number(0, 3):
        case 1:
            return (build.scope((*build.pauses(1), build.scope(call), *build.pauses(1))),)
        case 2 if build.has("spawn"):
            task = Spawn(build.name("caller"), call)
            return (build.scope((task, Await(task.task))),)
        case 3 if build.has("spawn"):
            sibling = build.spawn(build.busy_until_exit("scope1"))
            return (Scope("scope1", (sibling, *call)),)
        case _:
            return (build.scope(call),)


def _outside(build: Builder, call: Block) -> Block:
    """Draw where a call is made: in the main task, or in a task started without a scope."""
    if build.flag():
        return call
    name = build.name("caller")
    return (Start(name, call), Join(name))


class Calls:
    """Two strategies for programs with the same call: inside a scope, and outside any scope.

    Called, it returns the strategy `inside`.

    Args:
        make: Draws the call, with the operations that it needs around it.

    Attributes:
        inside: Programs that make the call inside a scope.
        outside: Programs that make the call outside any scope.
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
        """Return the strategy for programs that make the call inside a scope."""
        return self.inside()


def calls(make: Callable[[Builder], Block]) -> Calls:
    """Decorate a function that draws a call of a helper: make it strategies for programs."""
    return Calls(make)


def generator(build: Builder, low: int, high: int, *, odd: bool = False, **more: Any) -> Source:
    """Draw an asynchronous generator of `low` to `high` items, perhaps with a pause before each.

    Args:
        build: The builder.
        low: The smallest number of items.
        high: The largest number of items.
        odd: True for items of all kinds of values; else they are plain objects.
        more: Further fields of the source.
    """
    count = build.number(low, high)
    items = elements(build, [()] * count) if odd else (Element(),) * count
    before: Block = (build.pause(),) if build.flag() else ()
    return Source("async generator", items, before, **more)


def clean_up(build: Builder) -> Block:
    """Draw up to two suspensions for a generator's clean-up."""
    return build.some(0, 2, build.suspension)


def busy(build: Builder) -> Block:
    """Draw work that only cancellation ends, perhaps with a clean-up that takes a while."""
    clean_up = build.some(0, 2, build.suspension)
    block: Block = (*build.pauses(1), build.for_ever())
    return (CleanUp(block, clean_up),) if clean_up else block
