"""State, and the variables of tasks."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, dataclass_transform
from weakref import WeakKeyDictionary

__all__ = ("State", "assign", "look_up", "restore", "variables_of_current_task")


@dataclass_transform(frozen_default=True, kw_only_default=True)
class State:
    """Base of the types of state: declared by annotations, made by keyword, never changed."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(frozen=True, kw_only=True)(cls)


type Variables = Mapping[type, Any]

# By task and in no context: a task that copies a context starts with none.
_variables: WeakKeyDictionary[asyncio.Task[Any], Variables] = WeakKeyDictionary()


def variables_of_current_task() -> Variables:
    """Return the variables of the current task."""
    task = asyncio.current_task()
    return {} if task is None else _variables.get(task, {})


def restore(variables: Variables) -> None:
    """Give the current task the variables that it had before."""
    task = asyncio.current_task()
    if task is not None:
        _variables[task] = variables


def assign(value: object) -> None:
    """Set the variable of the value's type in the current task."""
    task = asyncio.current_task()
    if task is None:
        message = f"cannot set a variable of type {type(value).__name__} outside a task"
        raise RuntimeError(message)
    _variables[task] = {**_variables.get(task, {}), type(value): value}


def look_up(kind: type, default: Any) -> Any:
    """Return the current task's variable of exactly this type, or the default."""
    return variables_of_current_task().get(kind, default)
