"""The current scope, its state and the variables, in one immutable value.

All of `ctx` relies on one context variable. It holds a `Surroundings`, which is never changed, only
replaced by another one. What the specification says about visibility follows from that:

- Leaving a scope puts the former value back. State, log identity, trace, variables and the owner of
  the next task cannot get out of step (`scopes/nesting-restores`).
- A task gets a copy of its spawner's context: it sees the state that was current *where it was
  spawned*, whatever is given later or elsewhere (`state/at-spawn`, `scopes/independence`).
- Tasks, including those made with plain `asyncio.create_task`, never write into each other's
  variables, because there is nothing to write into (`variables/siblings`).
"""

from collections.abc import Mapping
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, replace

from .scope_tasks import ScopeTasks
from .state import State

__all__ = ["Identity", "Surroundings", "current", "own_context", "required"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A scope's identity in logs and traces.

    Attributes:
        name: The name given to `ctx.scope`; not unique.
        scope_id: Unique for each scope object.
        trace_id: Shared by all scopes under one outermost scope (`observability/trace-continues`).
    """

    name: str
    scope_id: str
    trace_id: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything that `ctx` looks up for the code that is running."""

    identity: Identity
    tasks: ScopeTasks
    state: Mapping[type[State], State]
    variables: Mapping[type[object], object]


current: ContextVar[Surroundings | None] = ContextVar("haiway_reference.current", default=None)


def required(wanted: str) -> Surroundings:
    """Return the current surroundings.

    Args:
        wanted: What the caller needs them for, for the message.

    Raises:
        RuntimeError: No scope is current (`scopes/outside` leaves this to the implementation).
    """
    surroundings = current.get()
    if surroundings is None:
        raise RuntimeError(f"{wanted} needs a scope: enter one with `async with ctx.scope(...)`")
    return surroundings


def own_context() -> Context:
    """Copy the context for tasks, streams and calls that are started here.

    It has the same context variables (`tasks/context-copied`), the same current scope, and with
    that its state: `state/in-tasks`, `state/in-streams`, `state/in-helpers`. It has no variables:
    `variables/not-inherited`, `variables/generators`, `variables/handlers`.
    """
    context = copy_context()
    surroundings = current.get()
    if surroundings is not None:
        context.run(current.set, replace(surroundings, variables={}))
    return context
