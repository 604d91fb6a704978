"""The text form of programs: `encoded`, and `decoded`, which refuses what is not a program."""

import json
from dataclasses import fields
from functools import cache
from json.encoder import encode_basestring_ascii
from types import UnionType
from typing import Any, Literal, TypeAliasType, cast, get_args, get_origin

from haiway_conformance.programs.operations import Block, Operation, Part
from haiway_conformance.programs.operations.operation import KINDS

__all__ = ("ProgramError", "decoded", "encoded")


class ProgramError(ValueError):
    """A text is not a program that this version of the kit can read."""


def encoded(block: Block) -> str:
    """Return operations as one line of JSON: the same operations give the same text."""
    return _as_json(block)


def decoded(text: str) -> Block:
    """Read what `encoded` wrote.

    Args:
        text: The text.

    Raises:
        ProgramError: If it is another text.
    """
    try:
        block = _from_json(json.loads(text, parse_constant=_refused))
    except (TypeError, ValueError, RecursionError) as error:
        raise ProgramError(
            f"this is not a program that this version can read ({error}). It may have been"
            " written by another version of the kit, or been cut."
        ) from error
    if not _fits(block, Block):
        raise ProgramError("this is not a program: expected a list of operations")
    return block


# Every program that is drawn is written as text. Writing it directly is faster than `json` is.


def _as_json(value: object) -> str:
    kind = type(value)
    if kind is str:
        return encode_basestring_ascii(cast("str", value))
    if kind is tuple:
        return f"[{','.join([_as_json(each) for each in cast('tuple[object, ...]', value)])}]"
    if not issubclass(kind, Part):
        return json.dumps(value)
    # Defaults are left out: shorter tokens, and old ones stay readable when fields are added.
    given = [
        f"{key}:{_as_json(found)}"
        for name, key, default in _fields(kind)
        if (found := getattr(value, name)) is not default and found != default
    ]
    return f'{{"{kind.__name__}":{{{",".join(given)}}}}}'


@cache
def _fields(kind: type[Part]) -> tuple[tuple[str, str, object], ...]:
    """Return the fields of an operation or part, in the order of their names.

    Args:
        kind: The class.

    Returns:
        Of each, its name, its name as JSON, and its default.
    """
    named = sorted(fields(cast("Any", kind)), key=lambda each: each.name)
    return tuple((each.name, json.dumps(each.name), each.default) for each in named)


def _from_json(value: Any) -> Any:
    match value:
        case list():
            return tuple(map(_from_json, cast("list[Any]", value)))
        case dict():
            return _part(cast("dict[str, Any]", value))
        case _:
            return value


def _part(value: dict[str, Any]) -> Part:
    ((name, given),) = value.items()
    kind: Any = KINDS.get(name)
    if kind is None or not isinstance(given, dict):
        raise ValueError(f"there is no operation {name!r} of that shape")
    made = kind(**{key: _from_json(each) for key, each in cast("dict[str, Any]", given).items()})
    for field in fields(made):
        found = getattr(made, field.name)
        if not _fits(found, field.type):
            raise ValueError(f"{field.name!r} of {name} can't be {found!r}")
    return made


def _fits(value: object, declared: Any) -> bool:  # noqa: PLR0911 - one a kind
    """Return whether a value is of a declared type, of those that the fields of operations have."""
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
    if declared is Operation:
        return isinstance(value, Operation)
    return type(value) in ((int, float) if declared is float else (declared,))


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no time")
