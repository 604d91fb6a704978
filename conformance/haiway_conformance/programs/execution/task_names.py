"""The program's names for the asyncio tasks that carry out its parts: `TaskNames`."""

from asyncio import Task
from typing import Any
from weakref import ReferenceType, ref

__all__ = ("TaskNames",)


class TaskNames:
    """The name of what each task carries out now; it keeps no task alive."""

    def __init__(self) -> None:
        # By address. A dictionary with weak keys would take ten times as long.
        self._names: dict[int, tuple[ReferenceType[Task[Any]], str]] = {}

    def name(self, task: Task[Any], name: str) -> None:
        """Name a task, in place of any name so far.

        Args:
            task: The task.
            name: The name of what it carries out.
        """
        self._names[id(task)] = ref(task), name

    def of(self, task: Task[Any]) -> str | None:
        """Return the name of what a task carries out; None for nothing of the program.

        Args:
            task: The task.
        """
        named = self._names.get(id(task))
        # Another task may have had the same address before.
        return named[1] if named is not None and named[0]() is task else None
