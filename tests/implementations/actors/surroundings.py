"""The surroundings of the running code: the current scope, the state, and the variables."""

from collections.abc import Mapping
from contextvars import Context, ContextVar, copy_context
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actors.scope import Scope
    from actors.state import State

__all__ = ("current", "own_context", "required", "states", "variables")

type _States = Mapping[type[State], State]
type _Variables = Mapping[type, Any]

current: ContextVar["Scope | None"] = ContextVar("current", default=None)
states: ContextVar[_States] = ContextVar("states", default=MappingProxyType({}))
variables: ContextVar[_Variables] = ContextVar("variables", default=MappingProxyType({}))


def own_context() -> Context:
    """Return a copy of the context, without variables."""
    context = copy_context()
    context.run(variables.set, {})
    return context


def required(wanted: str) -> "Scope":
    """Return the current scope."""
    scope = current.get()
    if scope is None:
        raise RuntimeError(f"{wanted} needs a scope, and there is none here")
    return scope
