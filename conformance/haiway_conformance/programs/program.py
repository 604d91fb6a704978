"""A program as data: its text form for machines, its parts, its size."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from types import UnionType
from typing import Any, Literal, Self, TypeAliasType, cast, get_args, get_origin

from haiway_conformance.programs import operations
from haiway_conformance.programs.operations import (
    AskToStop,
    Block,
    Element,
    Operation,
    Provided,
    Resource,
    Source,
)

__all__ = ("Program", "ProgramError", "blocks_of")

_KINDS: dict[str, type] = {
    name: kind
    for name in operations.__all__
    if is_dataclass(kind := getattr(operations, name)) and isinstance(kind, type)
}


# What operations consist of, besides blocks: no operations, but there are blocks in them.
PARTS = (Resource, Source, Element)


class ProgramError(ValueError):
    """A text is not a program that this version of the kit can read."""


@dataclass(frozen=True)
class Program:
    """What the main task of a run does.

    Attributes:
        main: Its operations.

    Example:
        >>> from haiway_conformance.programs.operations import Scope, Spawn, Wait
        >>> program = Program((Scope("s", (Spawn("t", (Wait("p"),)),)),))
        >>> Program.from_text(program.to_text()) == program
        True
    """

    main: Block

    def to_text(self) -> str:
        """The program as one line of JSON: the same program gives the same text."""
        return self._text

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote.

        Args:
            text: The text.

        Raises:
            ProgramError: If it is no such text.
        """
        try:
            main = _decoded(json.loads(text, parse_constant=_refused))
        except (TypeError, ValueError, RecursionError) as error:
            raise ProgramError(
                f"this is not a program that this version can read ({error}). It may have been"
                " written by another version of the kit, or been cut."
            ) from error
        if not _fits(main, Block):
            raise ProgramError("this is not a program: expected a list of operations")
        return cls(main)

    def __iter__(self) -> Iterator[Operation]:
        """All operations, each before those within it, in the order of the text."""
        return iter(self._operations)

    # What is asked for at each run is looked for once.

    @cached_property
    def _text(self) -> str:
        return json.dumps(_encoded(self.main), separators=(",", ":"), sort_keys=True)

    @cached_property
    def _operations(self) -> tuple[Operation, ...]:
        return tuple(_walk(self.main))

    @cached_property
    def size(self) -> int:
        """How many operations there are."""
        return len(self._operations)

    @cached_property
    def asked_to_stop(self) -> tuple[str, ...]:
        """The tasks that somebody outside asks to stop."""
        return tuple({each.task: None for each in self if isinstance(each, AskToStop)})


def blocks_of(part: object) -> Iterator[tuple[str, Block]]:
    """The blocks directly within an operation, with the names of their fields.

    What an operation consists of besides (resources, a source and its elements) counts as part of
    it: the blocks are named `resource1.enter`, `source.before`, `source.elements[0].body` and so
    on.

    Args:
        part: The operation, or a part of one.
    """
    for field in _may_hold_blocks(type(part)):
        value: object = getattr(part, field)
        if isinstance(value, PARTS):
            yield from _blocks_of_part(field, value)
        elif isinstance(value, tuple) and value:
            members = cast("tuple[object, ...]", value)
            if isinstance(members[0], PARTS):
                for number, member in enumerate(members):
                    name = getattr(member, "name", f"{field}[{number}]")
                    yield from _blocks_of_part(name, member)
            elif is_dataclass(members[0]) and not isinstance(members[0], Provided):
                yield field, cast("Block", members)


@cache
def _may_hold_blocks(kind: type) -> tuple[str, ...]:
    """The names of the fields that are not plain values; programs are gone through at each run."""
    return tuple(each.name for each in fields(kind) if each.type not in (str, int, float, bool))


def _blocks_of_part(name: str, part: object) -> Iterator[tuple[str, Block]]:
    for inner, block in blocks_of(part):
        yield f"{name}.{inner}", block


def _walk(block: Block) -> Iterator[Operation]:
    for operation in block:
        yield operation
        for _, inner in blocks_of(operation):
            yield from _walk(inner)


def _encoded(value: object) -> Any:
    if isinstance(value, tuple):
        return list(map(_encoded, cast("tuple[object, ...]", value)))
    defaults = _defaults(type(value))
    if defaults is None:
        return value
    # Defaults are left out: shorter tokens, and old ones stay readable when fields are added.
    given = {
        name: _encoded(found)
        for name, default in defaults
        if (found := getattr(value, name)) != default
    }
    return {type(value).__name__: given}


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...] | None:
    """The fields of an operation or part, with their defaults; None for other kinds of values."""
    if not is_dataclass(kind):
        return None
    return tuple((each.name, each.default) for each in fields(kind))


def _decoded(value: Any) -> Any:
    match value:
        case list():
            return tuple(map(_decoded, cast("list[Any]", value)))
        case dict():
            return _made(cast("dict[str, Any]", value))
        case _:
            return value


def _made(value: dict[str, Any]) -> Any:
    ((name, given),) = value.items()
    kind = _KINDS.get(name)
    if kind is None or not isinstance(given, dict):
        raise ValueError(f"there is no operation {name!r} of that shape")
    made = kind(**{key: _decoded(each) for key, each in cast("dict[str, Any]", given).items()})
    for field in fields(made):
        found = getattr(made, field.name)
        if not _fits(found, field.type):
            raise ValueError(f"{field.name!r} of {name} can't be {found!r}")
    return made


def _fits(value: object, declared: Any) -> bool:
    """Whether a value is of a declared type, of the kinds of which operations are made."""
    if isinstance(declared, TypeAliasType):
        return _fits(value, declared.__value__)
    arguments = get_args(declared)
    origin = get_origin(declared)
    if origin is Literal:
        return value in arguments
    if origin is UnionType:
        return any(_fits(value, each) for each in arguments)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        parts = cast("tuple[object, ...]", value)
        kinds = arguments[:1] * len(parts) if arguments[-1] is Ellipsis else arguments
        return len(kinds) == len(parts) and all(map(_fits, parts, kinds))
    return type(value) is declared or (declared is float and type(value) is int)


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no time")
