"""Make a program that violates a clause as small as it can be: `reduced`.

Operations, and the parts of which they consist, are taken away until nothing more can be taken away
without losing the violation. `shrinking` decides what still counts as one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, replace
from itertools import islice
from typing import Any, Final, cast

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Block,
    Deadline,
    InjectCancel,
    Operation,
    Part,
    Scope,
    Sleep,
    Source,
    Wait,
)
from haiway_conformance.programs.operations.streams import FEWEST_SOURCES

__all__ = ("reduced", "smaller")

_WORD: Final = re.compile(r"\w+")

# Of so many elements, half are taken away at once before it is tried one by one.
_MANY: Final = 8


def reduced(program: Program, still: Callable[[Program], bool]) -> Program:
    """Take away everything that can be taken away.

    Args:
        program: The program.
        still: Returns whether a smaller program still shows what this one shows.

    Returns:
        A program of which nothing can be taken away, if `still` is deterministic.
    """
    place = 0
    while True:
        begun_with = program
        while (candidate := _first(program, place, still)) is not None:
            place, program = candidate
        if program is begun_with:
            return program
        # What could not be taken away before may be dispensable now.
        place = 0


def _first(
    program: Program, place: int, still: Callable[[Program], bool]
) -> tuple[int, Program] | None:
    """Return the first smaller program, from a place on, that shows the same, and its place."""
    for at, candidate in enumerate(islice(smaller(program), place, None), place):
        if still(candidate):
            return at, candidate
    return None


def smaller(program: Program) -> Iterator[Program]:
    """Yield all programs with one thing less, or one thing simpler, the largest parts first.

    Args:
        program: The program.
    """
    if (found := _without_lost_milestones(program)) != program:
        yield found
    injected = bool(program.injected_tasks)
    for main in _blocks(program.main, scoped=False):
        yield Program(main)
        # The task may have been suspended in what was taken away before it is cancelled.
        if injected and (sooner := _mapped(main, _sooner)) != main:
            yield Program(sooner)


def _sooner(part: Any) -> Any:
    """Return an injected cancellation one suspension sooner, and anything else as it is."""
    if isinstance(part, InjectCancel) and part.suspension > 1:
        return replace(part, suspension=part.suspension - 1)
    return part


def _blocks(block: Block, *, scoped: bool) -> Iterator[Block]:
    """Yield a block with one thing less.

    Args:
        block: The block.
        scoped: Whether it is within a scope.
    """
    for index in range(len(block)):
        yield (*block[:index], *block[index + 1 :])
    for index, operation in enumerate(block):
        before, after = block[:index], block[index + 1 :]
        for simpler in _plainer(operation):
            yield (*before, simpler, *after)
        if isinstance(operation, InjectCancel) and operation.suspension > 1:
            yield (*before, _sooner(operation), *after)
        stand_in = operation.stand_in(scoped=scoped)
        if stand_in is not None:
            yield (*before, *stand_in, *after)
        inside = scoped or isinstance(operation, Scope)
        for simpler in _parts(operation, scoped=inside):
            yield (*before, simpler, *after)


def _plainer(operation: Operation) -> Iterator[Operation]:
    """Yield a wait that lasts no longer than it has to."""
    if isinstance(operation, Sleep | Deadline) and operation.seconds > 1:
        yield replace(operation, seconds=1)


def _without_lost_milestones(program: Program) -> Program:
    """Return the same, with waits for milestones that nothing reaches any more as what they are."""
    there = {*_texts(program.main)}

    def plainer(part: Any) -> Any:
        match part:
            case Wait(event=event, after=str() as milestone) if not (
                there.intersection([milestone, *_WORD.findall(milestone)])
            ):
                return Wait(event, "never")
            case _:
                return part

    return Program(_mapped(program.main, plainer))


def _texts(part: Any) -> Iterator[str]:
    """Yield all texts of which a part consists, names included, but for milestones waited for."""
    match part:
        case str():
            yield part
        case tuple():
            for each in cast("tuple[Any, ...]", part):
                yield from _texts(each)
        case Part():
            for each in fields(cast("Any", part)):
                if not (isinstance(part, Wait) and each.name == "after"):
                    yield from _texts(getattr(part, each.name))
        case _:
            pass


def _mapped(part: Any, change: Callable[[Any], Any]) -> Any:
    """Return the same, each operation and part of it changed, the innermost first."""
    match part:
        case tuple():
            return tuple(_mapped(each, change) for each in cast("tuple[Any, ...]", part))
        case Part():
            values = {each.name: getattr(part, each.name) for each in fields(cast("Any", part))}
            changed = {name: _mapped(value, change) for name, value in values.items()}
            return change(replace(cast("Any", part), **changed))
        case _:
            return part


def _parts(part: Any, *, scoped: bool) -> Iterator[Any]:
    """Yield an operation or part with one thing less within it, or a field at its default."""
    for field in fields(part):
        value = getattr(part, field.name)
        plain = isinstance(value, str | bool) and field.default is not MISSING
        if plain and value != field.default and not _matters(part, value):
            yield replace(part, **{field.name: field.default})
        for simpler in _values(value, scoped=scoped):
            yield replace(part, **{field.name: simpler})


def _matters(part: object, value: object) -> bool:
    """Return whether a value is kept, because with the default the part would be another thing."""
    # Only asynchronous sources can be merged. An event that comes only when the loop is idle, or
    # never, would come in any iteration: in a right but slow implementation it may be too early.
    return (isinstance(part, Source) and value == part.kind) or value in ("never", "idle")


def _values(value: Any, *, scoped: bool) -> Iterator[Any]:
    """Yield the value of a field with one thing less within it."""
    if isinstance(value, Source):
        yield from _parts(value, scoped=scoped)
    if not isinstance(value, tuple):
        return
    members = cast("tuple[Any, ...]", value)
    if members and isinstance(members[0], Operation):
        yield from _blocks(cast("Block", members), scoped=scoped)
        return
    if len(members) >= _MANY:
        middle = len(members) // 2
        yield members[middle:]
        yield members[:middle]
    for member in dict.fromkeys(members):
        if isinstance(member, Part) and members.count(member) > 1:
            for simpler in _parts(member, scoped=scoped):
                yield tuple(simpler if each == member else each for each in members)
    for index, member in enumerate(members):
        is_dispensable = not isinstance(member, Source) or len(members) > FEWEST_SOURCES
        # Without another one of equal neighbours it would be the same.
        if is_dispensable and members[index + 1 : index + 2] != (member,):
            yield (*members[:index], *members[index + 1 :])
        if isinstance(member, Part):
            for simpler in _parts(member, scoped=scoped):
                yield (*members[:index], simpler, *members[index + 1 :])
