"""What is current: the scope, its state, and the variables, in one immutable value.

There is exactly one context variable behind all of `ctx`. It holds a `Surroundings`, which is never
changed, only replaced. Everything the specification says about visibility follows from that:

- a task gets a copy of its spawner's context, so it sees the state that was current *where it was
  spawned*, whatever is given later or elsewhere (`state/at-spawn`, `scopes/independence`);
- leaving a scope is putting the former value back, whole: state, log identity, trace, variables
  and the owner of the next spawn cannot get out of step (`scopes/nesting-restores`);
- two tasks, also ones made with plain `asyncio.create_task`, can never write into each other's
  variables, because there is nothing to write into (`variables/siblings`).
"""

from collections.abc import Mapping
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, replace

from .state import State
from .tasks import ScopeTasks

__all__ = ["Identity", "Surroundings", "current", "own_context", "required"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a scope is, for logs and traces.

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
    """All that the code running now is surrounded by."""

    identity: Identity
    tasks: ScopeTasks
    state: Mapping[type[State], State]
    variables: Mapping[type[object], object]


current: ContextVar[Surroundings | None] = ContextVar("haiway_reference.current", default=None)


def required(wanted: str) -> Surroundings:
    """Give the current surroundings, or say that there is no scope.

    Args:
        wanted: What the caller was asked for, for the message.

    Raises:
        RuntimeError: No scope is current (`scopes/outside` leaves this to the implementation).
    """
    surroundings = current.get()
    if surroundings is None:
        raise RuntimeError(f"{wanted} needs a scope: enter one with `async with ctx.scope(...)`")
    return surroundings


def own_context() -> Context:
    """Give what is started here its context: a copy, without the variables.

    Clauses `tasks/context-copied`, `variables/not-inherited`; in it, the current scope is the same.
    """
    context = copy_context()
    surroundings = current.get()
    if surroundings is not None:
        context.run(current.set, replace(surroundings, variables={}))
    return context
