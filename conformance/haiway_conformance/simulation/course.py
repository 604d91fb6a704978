"""The course of a run: where among its callbacks the world acted, and which of that matters.

The loop runs callbacks in the order in which they were scheduled. So all that a program does is a
function of one word: callbacks, and among them the points that complete, and the moments in which
time passes and due timers join the queue. Two runs whose words are the same so far are
in the same state, whatever an implementation keeps inside; from there, they go on alike. The same
word can come of different answers: a point that completes while callbacks are ready may come to
stand where it would stand had the world waited until nothing was ready.

Words that differ may lead to the same state, too. To complete a point does two things: the point is
done from then on, and its callbacks go to the end of the queue. So it changes places with a
callback that has scheduled nothing and has not looked at the point. And to complete a point that
was cancelled meanwhile does nothing at all. Of the words that are the same in that sense, the one
counts in which each point completes as early as possible: `Course` writes that one down.

What an implementation reads of the loop's own inner state (the length of its queue, say) it could
tell apart all the same. What a point is asked for is seen, because a point is ours.
"""

from asyncio import Future, TimerHandle
from asyncio.events import Handle
from collections import deque
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from haiway_conformance.simulation.environment import ExternalEvent

__all__ = ("Course", "Event", "Follower", "Queue", "SeenEvent", "State", "Turn")

type State = tuple[int, int]
"""What identifies a state: how many callbacks have run, and the number of the word's events."""

type Event = tuple[int, int, str, int]
"""An event after the events of a number: after so many callbacks, what, and which."""


@dataclass(slots=True)
class Turn:
    """One iteration of the loop.

    Attributes:
        state: The state in which it began, before the world acted.
        ready: How many callbacks were ready then.
        early: The states in which the next turn begins, had each of the points that could complete
            early done so, in their order, and nothing else; empty where that is not known.
    """

    state: State
    ready: int
    early: tuple[State, ...] = ()


class Course:
    """Writes down the course of a run.

    Args:
        known: The events seen so far, with their numbers, in all runs of a program: shared by their
            courses, so that equal words get equal numbers.

    Attributes:
        turns: The iterations so far.
        callbacks: How many callbacks have begun to run.
        forced: Whether the world had to act where it could have stayed quiet, because it had for
            too long. Then the state is not all that matters: for how long counts too.
    """

    def __init__(self, known: MutableMapping[Event, int]) -> None:
        self.turns: Final[list[Turn]] = []
        self.forced = False
        self._known = known
        self.callbacks = 0
        self._events = 0  # the number of those so far
        self._last = 0  # the place of the last event
        self._scheduling = 0  # the last callback that has scheduled something
        self._asking = True  # whether the world is about to act, or has just acted
        self._completing = False  # whether what runs is a point that completes
        self._anytime: Sequence[ExternalEvent] = ()

    @property
    def state(self) -> State:
        """The present state."""
        return self.callbacks, self._events

    def turn(self, ready: int, anytime: Sequence[ExternalEvent]) -> None:
        """Begin an iteration.

        Args:
            ready: How many callbacks are ready.
            anytime: The points that may complete in it.
        """
        self._look_back()
        self.turns.append(Turn(self.state, ready))
        self._anytime = tuple(anytime)
        self._asking = True

    def close(self) -> None:
        """End with a last turn in which nothing happens: what follows is not the program's."""
        self.turn(0, ())

    def tied(self, answer: int) -> None:
        """Say which of several timers due at the same time comes next.

        Args:
            answer: Its place among those that are left.
        """
        self._add(self.callbacks, "tie", answer)

    def begins(self, item: Handle | ExternalEvent) -> None:
        """Say that a callback runs, or a point completes.

        Args:
            item: What was first in the queue.
        """
        self._asking = False
        if isinstance(item, SeenEvent):
            self._completing = True
            if not _done(item):
                self._add(self._place(item), "point", item.serial)
        else:
            self._completing = False
            self.callbacks += 1

    def scheduled(self, item: Handle | ExternalEvent) -> None:
        """Say that something joins the queue.

        Args:
            item: It.
        """
        if self._asking and isinstance(item, TimerHandle):
            # If it was not due before, this says that time has passed, too.
            self._add(self.callbacks, "due", 0)
        elif not self._completing:
            self._scheduling = self.callbacks

    def _place(self, point: "SeenEvent") -> int:
        """After which callback a point might as well have completed that completes now."""
        return max(self._last, self._scheduling, _seen_at(point))

    def _add(self, place: int, what: str, which: int) -> None:
        self._last = place
        self._events = self._number(place, what, which)

    def _number(self, place: int, what: str, which: int) -> int:
        return self._known.setdefault((self._events, place, what, which), len(self._known) + 1)

    def _look_back(self) -> None:
        """Say what had become of the last iteration, had another point completed in it."""
        if not self.turns or not self._anytime:
            return
        turn = self.turns[-1]
        callbacks, events = turn.state
        if self.state != (callbacks + turn.ready, events) or not turn.ready:
            return  # more happened than that callbacks ran
        turn.early = tuple(
            self.state
            if _done(point)
            else (self.callbacks, self._number(self._place(point), "point", point.serial))
            for point in cast("Sequence[SeenEvent]", self._anytime)
        )


class Follower:
    """A source of choices that wants to know the course of the run.

    Attributes:
        course: Is told.
    """

    course: Course


class Queue(deque[Handle | ExternalEvent]):
    """The queue of a loop, seen by a course.

    Args:
        course: The course.
        items: What is in it already.
    """

    def __init__(self, course: Course, items: Sequence[Handle | ExternalEvent]) -> None:
        super().__init__(items)
        self._course = course

    def append(self, x: Handle | ExternalEvent) -> None:
        """Add a callback at the end: asyncio does so one at a time, the world does not."""
        self._course.scheduled(x)
        super().append(x)

    def popleft(self) -> Handle | ExternalEvent:
        """Take what runs next."""
        item = super().popleft()
        self._course.begins(item)
        return item


# What of a point never changes while it can complete. The world reads it, and writes the number.
_CONSTANT: Final = frozenset({"serial", "waiter", "label", "readiness", "environment"})

# As they are of any object: past what a seen point makes of them.
_get: Final = object.__getattribute__
_set: Final = object.__setattr__
_done: Final = Future[None].done


class SeenEvent(ExternalEvent):
    """A point of which is known which callback has looked at it last, or done anything with it.

    Args:
        course: The course of the run.
        given: As `ExternalEvent` takes it.
    """

    __slots__ = ("_course", "_seen_at")

    def __init__(self, course: Course, *given: Any) -> None:
        _set(self, "_course", course)
        super().__init__(*given)

    def __getattribute__(self, name: str) -> Any:
        if name not in _CONSTANT:
            _see(self)
        return _get(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        # The number too: the world gives it when the point may complete, and not before.
        _see(self)
        _set(self, name, value)

    def __await__(self) -> Any:
        _see(self)
        return _Awaiting(self, super().__await__())

    __iter__ = __await__


class _Awaiting:
    """What awaits a point; asyncio's own goes past all attributes of the point."""

    __slots__ = ("_iterator", "_point")

    def __init__(self, point: SeenEvent, iterator: Any) -> None:
        self._point = point
        self._iterator = iterator

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        _see(self._point)
        return next(self._iterator)

    def send(self, value: Any) -> Any:
        _see(self._point)
        return self._iterator.send(value)

    def throw(self, *error: Any) -> Any:
        _see(self._point)
        return self._iterator.throw(*error)

    def close(self) -> None:
        self._iterator.close()


def _see(point: SeenEvent) -> None:
    _set(point, "_seen_at", _get(point, "_course").callbacks)


def _seen_at(point: SeenEvent) -> int:
    return _get(point, "_seen_at")
