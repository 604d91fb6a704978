"""The task group, state and variables that are current in a scope: `Surroundings`."""

import asyncio
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any, Final, dataclass_transform

from haiway_conformance.oracles.patient_group import PatientGroup

__all__ = ("CURRENT", "VARIABLES", "State", "Surroundings", "own_context")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class State:
    """The base class of state: declared by annotations, made by keyword."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)


@dataclass
class Surroundings:
    """The things that are current in a scope.

    Attributes:
        name: The scope's name.
        state: The state that it and the scopes around it gave, by type.
        group: Runs its tasks.
        tasks: Those that have not ended.
        streams: The streams that were made in it.
        failing: True if one of its tasks has failed, so that the group cancels the others.
        closing: True if its body has ended.
    """

    name: str
    state: dict[type, Any]
    group: asyncio.TaskGroup | PatientGroup
    tasks: set[asyncio.Task[Any]] = field(default_factory=set[asyncio.Task[Any]])
    streams: list[Any] = field(default_factory=list[Any])
    failing: bool = False
    closing: bool = False

    def ended(self, task: asyncio.Task[Any]) -> None:
        """Forget a task, and note whether the scope is failing because of it."""
        self.tasks.discard(task)
        failed = not task.cancelled() and task.exception() is not None
        self.failing = self.failing or (failed and isinstance(self.group, asyncio.TaskGroup))


CURRENT: Final = ContextVar[Surroundings | None]("current", default=None)
VARIABLES: Final = ContextVar[dict[type, Any] | None]("variables", default=None)


def own_context() -> Context:
    """Return a copy of the current context that has no variables yet."""
    context = copy_context()
    context.run(VARIABLES.set, None)
    return context
