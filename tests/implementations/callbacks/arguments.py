"""Converting what a scope is given: state, resources and awaitables."""

from collections.abc import Awaitable, Iterable
from typing import Any

from .state import State


def each(given: Any) -> Iterable[Any]:
    """Return one or several resources or values of state, or none, as an iterable."""
    if given is None:
        return ()
    return (given,) if isinstance(given, State) or hasattr(given, "__aenter__") else given


def by_type(states: Iterable[Any]) -> dict[type, State]:
    """Return values of state by their types."""
    found: dict[type, State] = {}
    for state in states:
        if not isinstance(state, State):
            raise TypeError(f"expected instances of State, not {state!r}")
        found[type(state)] = state
    return found


async def awaiting(awaitable: Awaitable[Any]) -> Any:
    """Turn an awaitable into a coroutine."""
    return await awaitable
