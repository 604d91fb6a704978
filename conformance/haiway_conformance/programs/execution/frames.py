"""The place at which an operation is carried out, and what is noted there for judging."""

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ("Caused", "Frame", "Imbalance", "Visit")


class Frame(NamedTuple):
    """The place at which an operation is carried out.

    Attributes:
        task: The name under which events are recorded: of a task, resource, handler or generator.
        scope: The scope that is current according to the specification; None outside of any.
        own: Whether the asyncio task is the program's, so that nothing but the program cancels it.
        guarded: Whether a deadline or a scope around it, in the same task, may cancel it.
    """

    task: str
    scope: str | None
    own: bool = False
    guarded: bool = False

    # Frames are made thousands of times per second: these are faster than `_replace`.

    def in_scope(self, scope: str) -> "Frame":
        """Return the place within a scope that is entered here."""
        return Frame(self.task, scope, self.own, guarded=True)

    def under_deadline(self) -> "Frame":
        """Return the place under a deadline that is set here."""
        return Frame(self.task, self.scope, self.own, guarded=True)

    def of_own_task(self, task: str) -> "Frame":
        """Return the place in a task that the program itself starts here."""
        return Frame(task, self.scope, own=True)

    def elsewhere(self, task: str) -> "Frame":
        """Return the place in code that the implementation runs, in whatever task.

        Args:
            task: The name of that code: of a handler's call or a generator.
        """
        return Frame(task, self.scope)


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A stretch after which `cancelling()` was not what it was before, without a cancellation.

    Attributes:
        stretch: A description of the stretch.
        task: The task in which it was carried out.
        before: `cancelling()` before it.
        after: `cancelling()` after it.
        tasks_failed: Whether other tasks had failed by then.
    """

    stretch: str
    task: str
    before: int
    after: int
    tasks_failed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Caused:
    """An exception, and its `__cause__` at the moment when it was caught."""

    error: BaseException
    cause: BaseException | None


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """A call that enters or exits a resource.

    Attributes:
        resource: The resource.
        exits: Whether it exits the resource.
        by_host: Whether it is made in the task that runs the scope.
        kind: The type of the exception that an exit is told; None if it is told none.
        told: The exception that an exit is told; None if it is told none.
    """

    resource: str
    exits: bool
    by_host: bool
    kind: object = None
    told: object = None
