"""The outside world of a simulated program: points that complete when the world says so.

A program on a real loop waits for sockets, processes, other people's requests. Here it waits for
`Point` objects, and which of them completes next is a choice of the simulation.
"""

from asyncio import Future
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ("Point", "Readiness", "World")


class Readiness(StrEnum):
    """When an point may complete."""

    ANY = "any"
    """In any loop iteration after it was asked for, callbacks being ready or not."""

    IDLE = "idle"
    """Only when nothing else can run: the slowest thing in the world."""

    NEVER = "never"
    """Never: who waits for it goes on by cancellation alone."""


@dataclass(slots=True, eq=False)
class Point:
    """Something outside that a program waits for.

    Attributes:
        label: The program's name for it.
        readiness: When it may complete.
        future: What the program awaits; its result is None.
    """

    label: str
    readiness: Readiness
    future: Future[None] = field(repr=False)

    def complete(self) -> None:
        """Complete the point unless its waiter was cancelled meanwhile."""
        if not self.future.done():
            self.future.set_result(None)


class World:
    """All points of one simulated run, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._pending: list[Point] = []
        self._parked: dict[str, list[Point]] = {}
        self._reached: set[str] = set()

    def begin(self, point: Point, *, after: str | None = None) -> None:
        """Let the world know of an point that a program now waits for.

        Args:
            point: The new point.
            after: A milestone that must be reached (see `reach`) before the point can
                complete; None for at once.
        """
        if after is None or after in self._reached:
            self._pending.append(point)
        else:
            self._parked.setdefault(after, []).append(point)

    def reach(self, milestone: str) -> None:
        """Say that the program has come to a milestone; points parked on it may complete.

        Args:
            milestone: The milestone's name. Reaching it twice changes nothing.
        """
        self._reached.add(milestone)
        self._pending.extend(self._parked.pop(milestone, ()))

    def completable(self, *, idle: bool) -> list[Point]:
        """The points that could complete now, oldest first, those that wait for idleness last.

        Args:
            idle: Whether nothing is ready to run in the loop.
        """
        self._pending = [each for each in self._pending if not each.future.done()]
        if idle:
            able = [each for each in self._pending if each.readiness is not Readiness.NEVER]
            return sorted(able, key=lambda each: each.readiness is Readiness.IDLE)
        return [each for each in self._pending if each.readiness is Readiness.ANY]

    def take(self, point: Point) -> None:
        """Remove an point that is about to complete."""
        self._pending.remove(point)
