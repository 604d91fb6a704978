"""State: immutable values that a scope provides to all code that runs under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import dataclass_transform

__all__ = ["State", "find_state", "with_state"]


@dataclass_transform(kw_only_default=True, frozen_default=True)
class State:
    """Base class of state: declared by annotations, made by keyword, immutable.

    A class attribute is a default. Instances are compared and hashed by value. A missing or unknown
    keyword is a `TypeError` that names it; assigning to an attribute is a `FrozenInstanceError`.

    Example:
        >>> class Limits(State):
        ...     connections: int
        ...     retries: int = 3
        >>> Limits(connections=10)
        Limits(connections=10, retries=3)
    """

    def __init_subclass__(cls) -> None:
        """Make every subclass a dataclass, so that it needs no decorator."""
        dataclass(frozen=True, kw_only=True)(cls)


def with_state(
    outer: Mapping[type[State], State], given: Iterable[State]
) -> Mapping[type[State], State]:
    """Put the state of a scope over that of the scopes around it (`state/overrides`).

    Of two values of one type that a scope is given the later one wins. The state that resources
    yield comes after what was passed to `ctx.scope`.

    Args:
        outer: The state around. It is not changed (`state/restored`).
        given: The new values.
    """
    merged = dict(outer)
    for value in given:
        merged[type(value)] = value
    return merged


def find_state[S: State](
    available: Mapping[type[State], State], wanted: type[S], default: S | None
) -> S:
    """Look up a state: the one that was given, else the default, else a new one.

    It is looked up by exactly the type (`state/exact-type`).

    Raises:
        TypeError: The type was not given, there is no default, and it cannot be made without
            arguments. The message names those that are missing.
    """
    found = available.get(wanted)
    if isinstance(found, wanted):
        return found  # state/provided: that very object
    # state/default
    if default is not None:
        return default
    # state/made-by-default, state/cannot-be-made: or the TypeError says what is missing.
    return wanted()
