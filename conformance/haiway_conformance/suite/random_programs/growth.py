"""Random programs that are large in one way: `long_used_program` and `deep_program`.

What an implementation does right a few times it may do wrong later, when a counter has wrapped, or
a cache or a pool is full; and what it does right on a few levels, on many.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice
from random import Random
from typing import Final

from haiway_conformance.programs.drawing.available import drawn, is_available
from haiway_conformance.programs.operations import (
    Await,
    Block,
    GetState,
    OftenUsed,
    Operation,
    Provided,
    Scope,
    Spawn,
    UseOften,
)
from haiway_conformance.programs.operations.operation import with_block
from haiway_conformance.programs.program import Program
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs.mixture import random_program

__all__ = ("deep_program", "long_used_program")

_TIMES: Final = 66
"""More often than small numbers after which counters wrap, or caches and pools are full."""

# No scope that fails: a request that it meets may be lost to the failure, which is caught.
_USES: Final[tuple[OftenUsed, ...]] = (
    *("spawn", "spawn", "cancel", "scope", "time-out", "stream", "process"),
)

_LEVELS: Final = 12
"""More levels of scopes or tasks than a small fixed depth."""


def long_used_program(seed: int, theme: Theme) -> Program:
    """Draw a random program, and let each of its outermost scopes do something many times first.

    Args:
        seed: The same seed draws the same program.
        theme: What the program is about.
    """
    random = Random(seed)  # noqa: S311 - repeatable by design, not a secret
    uses: list[OftenUsed] = [each for each in _USES if is_available((UseOften(each, 1),))]

    def used(body: Block) -> Block:
        return (UseOften(random.choice(uses), _TIMES), *body) if uses else body

    return drawn(_in_outermost_scopes(used, random_program(seed, theme).main))


def deep_program(seed: int, theme: Theme) -> Program:
    """Draw a random program, and put what its outermost scopes do at the end of many levels.

    The levels are nested scopes with state, or tasks that spawn and await each other.

    Args:
        seed: The same seed draws the same program.
        theme: What the program is about.
    """
    numbers = count(1)

    def deep(body: Block) -> Block:
        for level in islice(numbers, _LEVELS):
            body = _within_task(level, body) if seed % 2 else _within_scope(level, body)
        return body

    return drawn(_in_outermost_scopes(deep, random_program(seed, theme).main))


def _within_scope(level: int, body: Block) -> Block:
    state = (Provided("A", f"A of level{level}"),)
    return (Scope(f"level{level}", body, state), GetState("A", "x"))


def _within_task(level: int, body: Block) -> Block:
    return (Spawn(f"level{level}", body), Await(f"level{level}"))


def _in_outermost_scopes(change: Callable[[Block], Block], block: Block) -> Block:
    return tuple(_changed(change, each) for each in block)


def _changed(change: Callable[[Block], Block], operation: Operation) -> Operation:
    if isinstance(operation, Scope):
        return replace(operation, body=change(operation.body))
    for held in operation.blocks():
        block = _in_outermost_scopes(change, held.block)
        if block != held.block:
            operation = with_block(operation, held.path, block)
    return operation
