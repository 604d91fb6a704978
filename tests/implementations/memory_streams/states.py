"""State and variables."""

import asyncio
import weakref
from asyncio import Task
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, dataclass_transform

__all__ = ("State", "VariableScope", "look_up", "store")


@dataclass_transform(frozen_default=True, kw_only_default=True)
class State:
    """Base of the types of state."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(frozen=True, kw_only=True)(cls)


class _Variables:
    """The variables of one task; another one that inherits the context has none."""

    def __init__(self, task: Task[Any]) -> None:
        self._task = weakref.ref(task)
        self.values: dict[type, Any] = {}

    def belong_to(self, task: Task[Any] | None) -> bool:
        return task is not None and self._task() is task


_current: ContextVar[_Variables | None] = ContextVar("memory_streams_variables", default=None)


class VariableScope:
    """The variables within a scope, from `open` to `close`."""

    def __init__(self) -> None:
        self._outer: _Variables | None = None

    def open(self) -> None:
        """Start with none."""
        self._outer = _current.get()
        _current.set(None)

    def close(self) -> None:
        """Return to those of the outer scope."""
        _current.set(self._outer)


def store(value: object) -> None:
    """Set a variable."""
    task = asyncio.current_task()
    if task is None:
        message = f"a variable of type {type(value).__name__} was set outside any task"
        raise RuntimeError(message)
    variables = _current.get()
    if variables is None or not variables.belong_to(task):
        variables = _Variables(task)
        _current.set(variables)
    variables.values[type(value)] = value


def look_up[T](kind: type[T], default: T | None) -> T | None:
    """Return the variable of this very type, or the default."""
    variables = _current.get()
    if variables is None or not variables.belong_to(asyncio.current_task()):
        return default
    return variables.values.get(kind, default)
