"""Where code runs: which scope, state and variables are current, in one context variable.

A `Place` never changes; whoever sets something puts a new one into the context it runs in. So a
task that was started with a copy of a context sees what was current then, and nothing later.
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
    """A copy of the current context, at the same place, without variables."""
    context = copy_context()
    context.run(HERE.set, HERE.get()._replace(variables={}))
    return context
