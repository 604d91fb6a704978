"""The tasks that were created on a loop, as long as anybody else keeps them: `KnownTasks`."""

from asyncio import Task
from collections.abc import Iterator
from typing import Any, Final
from weakref import ReferenceType, ref

__all__ = ("KnownTasks",)

# Forgetting those that are gone is put off until there are this many more than before.
SPARE: Final = 1_000


class KnownTasks:
    """The tasks of a loop, in order of creation; it keeps none of them alive.

    A task keeps its result, or its exception and with that the frames that this came through. On
    asyncio's own loop all that is gone as soon as the program has dropped it.
    """

    def __init__(self) -> None:
        self._references: list[ReferenceType[Task[Any]]] = []
        self._most = SPARE

    def add(self, task: Task[Any]) -> None:
        """Add a task.

        Args:
            task: The task that was created last.
        """
        references = self._references
        references.append(ref(task))
        if len(references) > self._most:
            references[:] = [each for each in references if each() is not None]
            self._most = 2 * len(references) + SPARE

    def __iter__(self) -> Iterator[Task[Any]]:
        return iter([task for each in self._references if (task := each()) is not None])

    def clear(self) -> None:
        """Forget all tasks."""
        self._references.clear()
