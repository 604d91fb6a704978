"""The environment of a simulated program: it completes external events when the simulation says so.

A program on a real loop waits for sockets, processes, and requests from outside. Here it waits for
`ExternalEvent` objects, and which of them completes next is a choice of the simulation.
"""

from asyncio import AbstractEventLoop, Future
from bisect import bisect_left
from collections.abc import Callable, Hashable
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

__all__ = ("MOMENT", "Environment", "ExternalEvent", "Readiness")

MOMENT: Final = 0.25
"""In virtual seconds: time for an implementation that polls to see that it can go on, but less than
any timer of the suite's programs takes."""

_SERIAL: Final = attrgetter("serial")


class Readiness(StrEnum):
    """When an external event may complete."""

    ANY = "any"
    """In any loop iteration after it was begun, whether or not callbacks are ready."""

    IDLE = "idle"
    """Only when nothing else can run: nothing in the environment is slower. A moment counts as part
    of that, for an implementation that polls: timers that are due within a quarter of a second fire
    first."""

    NEVER = "never"
    """Never: a task that waits for it can continue only by being cancelled."""


class ExternalEvent(Future[None]):
    """Something outside that a program waits for: a future, completed with None.

    Args:
        loop: The loop of the program.
        environment: The environment that completes it.
        label: The program's name for it.
        readiness: When it may complete.
        waiter: The task that began it.

    It stands in the loop's queue as its own handle, and has as much of `asyncio.Handle` as that
    takes.

    Attributes:
        acts: Called when it completes, in the same place in the queue, as what a selector has found
            ready is; None for most events, which only wake who waits for them.
    """

    __slots__ = ("acts", "environment", "idle_since", "label", "readiness", "serial", "waiter")

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
        self.acts: Callable[[], None] | None = None
        self.serial = 0  # set by the environment
        self.idle_since: float | None = None

    def cancel(self, msg: Any | None = None) -> bool:
        """Cancel it, as happens when its waiter is cancelled: the environment forgets it."""
        self.environment.forget(self)
        return super().cancel(msg)

    def complete(self) -> None:
        """Complete it now unless it has ended, whatever the environment would choose."""
        self.environment.forget(self)
        self._run()

    def _run(self) -> None:
        """Complete it unless its waiter was cancelled meanwhile."""
        if not self.done():
            self.set_result(None)
            if self.acts is not None:
                self.acts()


class Environment:
    """The external events of one simulated run that can complete, in the order they were begun.

    The loop calls it in every iteration, and those calls take no longer when there are more events.

    Attributes:
        anytime: The events that may complete in any iteration.
        idle: The events that complete only when nothing else can run.
        admitted: The number of events so far that could complete.
        withheld: True if those of `idle` can't complete yet, because a timer comes before them.
    """

    def __init__(self) -> None:
        self.anytime: Final[list[ExternalEvent]] = []
        self.idle: Final[list[ExternalEvent]] = []
        self.admitted = 0
        self.withheld = False
        self._parked: dict[str, list[ExternalEvent]] = {}
        self._reached: set[str] = set()

    @property
    def candidates(self) -> list[ExternalEvent]:
        """The events that may complete when the loop is idle; those of `idle` come last."""
        return self.anytime if self.withheld else [*self.anytime, *self.idle]

    def withhold_until(self, timer: float, now: float) -> bool:
        """Withhold the events of `idle`, of which there are some, if a timer is due a moment later.

        Args:
            timer: The time at which the next timer is due.
            now: The present time, at which nothing is ready to run.

        Returns:
            True if they are withheld.
        """
        last = self.idle[-1]
        if last.idle_since is None:
            last.idle_since = now
        self.withheld = timer < last.idle_since + MOMENT
        return self.withheld

    def begin(self, event: ExternalEvent, *, after: str | None = None) -> None:
        """Add an event that a program now waits for.

        Args:
            event: The new event.
            after: A milestone that must be reached (see `reach`) before the event can complete;
                None for none.
        """
        if after is not None and after not in self._reached:
            self._parked.setdefault(after, []).append(event)
        else:
            self._admit(event)

    def reach(self, milestone: str) -> None:
        """Note that the program has come to a milestone; events that need it may now complete.

        Args:
            milestone: The milestone's name. Reaching it twice changes nothing.
        """
        self._reached.add(milestone)
        for event in self._parked.pop(milestone, ()):
            if not event.done():
                self._admit(event)

    def take(self, index: int) -> ExternalEvent:
        """Remove an event that is about to complete.

        Args:
            index: Its index among all events; those of `idle` come last.
        """
        if index < len(self.anytime):
            return self.anytime.pop(index)
        return self.idle.pop(index - len(self.anytime))

    def take_begun_before(self, number: int) -> ExternalEvent | None:
        """Remove the first event up to a number, which is about to complete; None for none.

        Args:
            number: What `admitted` was.
        """
        for events in (self.anytime, self.idle):
            if events and events[0].serial <= number:
                return events.pop(0)
        return None

    def forget(self, event: ExternalEvent) -> None:
        """Remove an event that nothing waits for any more, if it is still there.

        Args:
            event: The event.
        """
        events = self.anytime if event.readiness is Readiness.ANY else self.idle
        index = bisect_left(events, event.serial, key=_SERIAL)
        if index < len(events) and events[index] is event:
            del events[index]

    def clear(self) -> None:
        """Remove all events: none completes any more."""
        self.anytime.clear()
        self.idle.clear()
        self._parked.clear()

    def _admit(self, event: ExternalEvent) -> None:
        self.admitted += 1
        event.serial = self.admitted
        if event.readiness is Readiness.ANY:
            self.anytime.append(event)
        elif event.readiness is Readiness.IDLE:
            self.idle.append(event)
