"""State: immutable values that a scope gives to everything that runs under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import dataclass_transform

__all__ = ["State", "find_state", "with_state"]


@dataclass_transform(kw_only_default=True, frozen_default=True)
class State:
    """Base class of state: declared by annotations, made by keyword, immutable.

    A class attribute gives a default. Equality and hash go by value. A missing or unknown keyword
    is a `TypeError` that names it; assigning to an attribute is a `FrozenInstanceError`.

    Example:
        >>> class Limits(State):
        ...     connections: int
        ...     retries: int = 3
        >>> Limits(connections=10)
        Limits(connections=10, retries=3)
    """

    def __init_subclass__(cls) -> None:
        """Make every subclass what its annotations say, without a decorator of its own."""
        dataclass(frozen=True, kw_only=True)(cls)


def with_state(
    outer: Mapping[type[State], State], given: Iterable[State]
) -> Mapping[type[State], State]:
    """Put new state over the outer one: the nearest giver of a type wins (`state/overrides`).

    Of two values of one type given by the same scope the later one wins; what resources yield comes
    after what was passed to `ctx.scope`.

    Args:
        outer: The state around; it is not changed (`state/restored`).
        given: The new values.
    """
    merged = dict(outer)
    for value in given:
        merged[type(value)] = value
    return merged


def find_state[S: State](
    available: Mapping[type[State], State], wanted: type[S], default: S | None
) -> S:
    """Look a state up: the nearest given one, else the default, else a fresh one.

    Clauses `state/provided`, `state/default`.

    Raises:
        TypeError: Nobody gave the type, there is no default, and it cannot be made without
            arguments; the message names those that are missing.
    """
    found = available.get(wanted)
    if isinstance(found, wanted):
        return found
    if default is not None:
        return default
    return wanted()
