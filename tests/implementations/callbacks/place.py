"""The place at which code runs: its scope, state and variables, in one context variable.

A `Place` never changes; setting something puts a new one into the current context. So a task that
was started with a copy of a context sees what was current then, and no later changes.
"""

from collections.abc import Mapping
from contextvars import Context, ContextVar, copy_context
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .scope import Scope


class Place(NamedTuple):
    scope: "Scope | None" = None
    states: Mapping[type, Any] = {}
    variables: Mapping[type, Any] = {}


HERE: ContextVar[Place] = ContextVar("callbacks.here", default=Place())  # noqa: B039 - never changed


def own_context() -> Context:
    """Return a copy of the current context: the same place, but without variables."""
    context = copy_context()
    context.run(HERE.set, HERE.get()._replace(variables={}))
    return context
