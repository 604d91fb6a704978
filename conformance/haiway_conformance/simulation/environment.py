"""The outside world of a simulated program: points that complete when the world says so.

A program on a real loop waits for sockets, processes, other people's requests. Here it waits for
`ExternalEvent` objects, and which of them completes next is a choice of the simulation.
"""

from asyncio import AbstractEventLoop, Future
from bisect import bisect_left
from collections.abc import Hashable
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

__all__ = ("Environment", "ExternalEvent", "Readiness")

_SERIAL: Final = attrgetter("serial")


class Readiness(StrEnum):
    """When a point may complete."""

    ANY = "any"
    """In any loop iteration after it was asked for, callbacks being ready or not."""

    IDLE = "idle"
    """Only when nothing else can run: the slowest thing in the world."""

    NEVER = "never"
    """Never: who waits for it goes on by cancellation alone."""


class ExternalEvent(Future[None]):
    """Something outside that a program waits for: a future that the world completes with None.

    Args:
        loop: The loop of the program.
        world: The world that is to complete it.
        label: The program's name for it.
        readiness: When it may complete.
        waiter: Who asked for it.

    In the queue of the loop it is its own handle: what `asyncio.Handle` has besides, it has not.
    """

    __slots__ = ("environment", "label", "readiness", "serial", "waiter")

    _cancelled: Final = False

    def __init__(
        self,
        loop: AbstractEventLoop,
        environment: "Environment",
        label: str,
        readiness: Readiness,
        waiter: Hashable,
    ) -> None:
        super().__init__(loop=loop)
        self.environment = environment
        self.label = label
        self.readiness = readiness
        self.waiter = waiter
        self.serial = 0  # given by the world

    def cancel(self, msg: Any | None = None) -> bool:
        """Cancel it, as who waits for it is cancelled: the world forgets it."""
        self.environment.forget(self)
        return super().cancel(msg)

    def _run(self) -> None:
        """Complete it unless its waiter was cancelled meanwhile."""
        if not self.done():
            self.set_result(None)


class Environment:
    """The points of one simulated run that can complete, in the order in which they were asked for.

    What the loop asks in every iteration takes no longer when there are more of them.

    Attributes:
        anytime: Those that may complete in any iteration.
        idle: Those that complete only when nothing else can run.
    """

    def __init__(self) -> None:
        self.anytime: Final[list[ExternalEvent]] = []
        self.idle: Final[list[ExternalEvent]] = []
        self._admitted = 0
        self._parked: dict[str, list[ExternalEvent]] = {}
        self._reached: set[str] = set()

    @property
    def waiters(self) -> list[Hashable]:
        """Who asked for each of them, those that wait for idleness last."""
        return [each.waiter for each in (*self.anytime, *self.idle)]

    def begin(self, point: ExternalEvent, *, after: str | None = None) -> None:
        """Let the world know of a point that a program now waits for.

        Args:
            point: The new point.
            after: A milestone that must be reached (see `reach`) before the point can
                complete; None for at once.
        """
        if after is not None and after not in self._reached:
            self._parked.setdefault(after, []).append(point)
        else:
            self._admit(point)

    def reach(self, milestone: str) -> None:
        """Say that the program has come to a milestone; points parked on it may complete.

        Args:
            milestone: The milestone's name. Reaching it twice changes nothing.
        """
        self._reached.add(milestone)
        for point in self._parked.pop(milestone, ()):
            if not point.done():
                self._admit(point)

    def take(self, index: int) -> ExternalEvent:
        """Remove the point that is about to complete.

        Args:
            index: Its place among all, those that wait for idleness last.
        """
        if index < len(self.anytime):
            return self.anytime.pop(index)
        return self.idle.pop(index - len(self.anytime))

    def forget(self, point: ExternalEvent) -> None:
        """Remove a point that nobody waits for any more, if it is still there.

        Args:
            point: The point.
        """
        points = self.anytime if point.readiness is Readiness.ANY else self.idle
        index = bisect_left(points, point.serial, key=_SERIAL)
        if index < len(points) and points[index] is point:
            del points[index]

    def _admit(self, point: ExternalEvent) -> None:
        self._admitted += 1
        point.serial = self._admitted
        if point.readiness is Readiness.ANY:
            self.anytime.append(point)
        elif point.readiness is Readiness.IDLE:
            self.idle.append(point)
