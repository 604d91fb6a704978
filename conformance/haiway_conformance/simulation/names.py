"""The names of a program's tasks, as people know them: `TaskNames`, `name_of`."""

import gc
from asyncio import Task
from collections import Counter
from typing import Any, Final
from weakref import WeakKeyDictionary

__all__ = ("MAIN", "TaskNames", "name_of")

MAIN: Final = "main"
"""The name of the task that runs the program's main coroutine."""


class TaskNames:
    """The names of the tasks of one run, each different from all others."""

    def __init__(self) -> None:
        self._names: WeakKeyDictionary[Task[Any], str] = WeakKeyDictionary()
        self._taken: Counter[str] = Counter()

    def of(self, task: Task[Any]) -> str:
        """Return a task's name; equal names are numbered.

        Args:
            task: The task.
        """
        if task not in self._names:
            name = name_of(task)
            self._taken[name] += 1
            count = self._taken[name]
            self._names[task] = name if count == 1 else f"{name} {count}"
        return self._names[task]


def name_of(task: Task[Any]) -> str:
    """Return the name that the program gave a task, or that of its function.

    Args:
        task: The task.
    """
    if getattr(task, "number", 0) == 1:
        return MAIN
    given = task.get_name()
    if not given.startswith("Task-"):
        return given
    # An eager task that has ended in its first step has no coroutine any more.
    return _call_of(task.get_coro()) or given


def _call_of(awaited: object) -> str:
    """Write what a task runs as a call of its function; empty if it is not known."""
    if awaited is None:
        return ""
    if name := _short_name(awaited):
        return f"{name}()"
    # What awaits the next item of an async generator has no name, and holds the generator.
    referents: list[object] = gc.get_referents(awaited)
    held = [each for each in referents if hasattr(each, "ag_frame")]
    return f"anext({_short_name(held[0])})" if held else type(awaited).__name__


def _short_name(function: object) -> str:
    return getattr(function, "__qualname__", "").rpartition("<locals>.")[2]
