"""Make a program that violates a clause as small as it can be: `reduced`.

What is taken away is operations, and what they consist of, until nothing can be taken away any more
without losing the violation. What still counts as one, `shrinking` says.
"""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from itertools import islice
from typing import Any, Final, cast

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    AskToStop,
    Block,
    Catch,
    CleanUp,
    Deadline,
    Operation,
    Provided,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.programs.program import PARTS

__all__ = ("reduced", "smaller")

# So few sources can't be merged.
FEWEST_SOURCES: Final = 2


def reduced(program: Program, still: Callable[[Program], bool]) -> Program:
    """Take away what can be taken away.

    Args:
        program: The program.
        still: Whether a smaller program still shows what this one shows.

    Returns:
        A program of which nothing can be taken away, if `still` always says the same of the same.
    """
    place = 0
    changed = False
    while True:
        candidate = next(islice(smaller(program), place, None), None)
        if candidate is None:
            if not changed:
                return program
            # What could not be taken away before may be dispensable now.
            place, changed = 0, False
        elif still(candidate):
            program, changed = candidate, True
        else:
            place += 1


def smaller(program: Program) -> Iterator[Program]:
    """All programs with one thing less, or one thing simpler, the largest parts first.

    Args:
        program: The program.
    """
    for main in _blocks(program.main, nested=False):
        yield Program(main)
        # What was taken away may have been what a task was suspended in before it is asked to stop.
        if (sooner := _sooner(main)) != main:
            yield Program(sooner)


def _sooner(part: Any) -> Any:
    """The same, but who is asked to stop from outside is asked one suspension sooner."""
    match part:
        case AskToStop(suspension=suspension) if suspension > 1:
            return replace(part, suspension=suspension - 1)
        case tuple():
            return tuple(map(_sooner, cast("tuple[Any, ...]", part)))
        case _ if is_dataclass(part) and not isinstance(part, type):
            values = {each.name: getattr(part, each.name) for each in fields(part)}
            return replace(part, **{name: _sooner(value) for name, value in values.items()})
        case _:
            return part


def _blocks(block: Block, *, nested: bool) -> Iterator[Block]:
    for index in range(len(block)):
        yield (*block[:index], *block[index + 1 :])
    for index, operation in enumerate(block):
        if isinstance(operation, AskToStop) and operation.suspension > 1:
            yield (*block[:index], _sooner(operation), *block[index + 1 :])
        before, after = block[:index], block[index + 1 :]
        if _is_a_frame(operation, nested=nested):
            yield (*before, *cast("Any", operation).body, *after)
        inside = nested or isinstance(operation, Scope)
        for simpler in _parts(operation, nested=inside):
            yield (*before, simpler, *after)


def _is_a_frame(operation: Operation, *, nested: bool) -> bool:
    """Whether its body can stand in its place. Outside any scope, much is left open."""
    return isinstance(operation, Catch | Deadline | CleanUp | Start) or (
        nested and isinstance(operation, Scope)
    )


def _parts(part: Any, *, nested: bool) -> Iterator[Any]:
    for field in fields(part):
        value = getattr(part, field.name)
        plain = isinstance(value, str | bool) and field.default is not MISSING
        if plain and value != field.default and not _matters(part, value):
            yield replace(part, **{field.name: field.default})
        for simpler in _values(value, nested=nested):
            yield replace(part, **{field.name: simpler})


def _matters(part: object, value: object) -> bool:
    """Whether a value is kept: what it is about would be another thing with the default."""
    # What can be merged is asynchronous; what never completes, or when the loop is idle, may have a
    # name that says so, by which a property knows it.
    named = isinstance(part, Wait) and part.point.startswith(str(value))
    return (isinstance(part, Source) and value == part.kind) or value == "never" or named


def _values(value: Any, *, nested: bool) -> Iterator[Any]:
    if isinstance(value, Source):
        yield from _parts(value, nested=nested)
    if not isinstance(value, tuple):
        return
    members = cast("tuple[Any, ...]", value)
    if members and _is_an_operation(members[0]):
        yield from _blocks(members, nested=nested)
        return
    for index, member in enumerate(members):
        if not isinstance(member, Source) or len(members) > FEWEST_SOURCES:
            yield (*members[:index], *members[index + 1 :])
        if is_dataclass(member):
            for simpler in _parts(member, nested=nested):
                yield (*members[:index], simpler, *members[index + 1 :])


def _is_an_operation(member: object) -> bool:
    return is_dataclass(member) and not isinstance(member, (*PARTS, Provided))
