"""The canonical history of a run: which runs are the same, although other choices led to them.

The loop runs callbacks in the order in which they were scheduled. So everything a program does
follows from one sequence: the callbacks, the external events that complete among them, and the
moments at which time passes and due timers join the queue. Two runs that have had the same sequence
so far are in the same state, whatever an implementation keeps inside, and from there they continue
alike. Different choices can give the same sequence: an external event that completes while
callbacks are ready may take the very position that it would have taken if the environment had
waited until nothing was ready.

Different sequences can lead to the same state, too. Completing an external event does two things:
the event is done from then on, and its callbacks go to the end of the queue. So it can change
places with a callback that has scheduled nothing and has not looked at the event. And completing an
event that was cancelled meanwhile does nothing at all. Of all the sequences that are equivalent in
this sense, the canonical one completes each event as early as possible. `CanonicalHistory` records
that one.

Some events act when they complete (`ExternalEvent.acts`), as what a selector has found ready does.
Such an event runs code of the program in its own place in the queue. So it counts as a callback,
and changes places with nothing.

An implementation that reads the loop's own internal state (the length of its queue, say) could
tell such runs apart all the same. Looking at an external event is noticed, because its class is
ours.
"""

from asyncio import Future, TimerHandle
from asyncio.events import Handle
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from haiway_conformance.simulated_loop.environment import ExternalEvent

__all__ = ("CanonicalHistory", "Entry", "HistoryAware", "ObservedEvent", "State", "Turn")

type State = tuple[int, int]
"""Identifies a state: how many callbacks have run, and the number of the history up to there."""

type Entry = tuple[int, int, str, int]
"""An entry of a history: the number of the history so far, the number of callbacks before it, the
kind ("event", "due", "tie" or "outcome"), and the number of the event, timer or outcome."""


@dataclass(slots=True)
class Turn:
    """One iteration of the loop.

    Attributes:
        state: The state in which it began, before the environment acted.
        ready: How many callbacks were ready then.
        early: For each event that could complete early, in order: the state in which the next turn
            would begin if that event, and nothing else, had done so. Empty where that is not known.
    """

    state: State
    ready: int
    early: tuple[State, ...] = ()


class CanonicalHistory:
    """Records the canonical history of a run.

    Args:
        known: The number of each history seen so far, in all runs of a program. All their
            `CanonicalHistory` objects share it, so that equal histories get equal numbers.

    Attributes:
        turns: The iterations so far.
        callbacks: How many callbacks have begun to run.
        forced: True if the environment had to act because it had stayed quiet for too long. Then
            the state does not determine how the run continues: for how long it was quiet matters
            too.
    """

    def __init__(self, known: MutableMapping[Entry, int]) -> None:
        self.turns: Final[list[Turn]] = []
        self.forced = False
        self._known = known
        self.callbacks = 0
        self._number = 0  # of the history so far
        self._last = 0  # the position of its last entry
        self._scheduling = 0  # the last callback that has scheduled something
        self._choosing = True  # the environment is about to act, or has just acted
        self._completing = False  # what runs is an event that completes
        self._anytime: Sequence[ExternalEvent] = ()

    @property
    def state(self) -> State:
        """The present state."""
        return self.callbacks, self._number

    def turn(self, ready: int, anytime: Sequence[ExternalEvent]) -> None:
        """Begin an iteration.

        Args:
            ready: How many callbacks are ready.
            anytime: The events that may complete in it.
        """
        self._find_early_states()
        self.turns.append(Turn(self.state, ready))
        self._anytime = tuple(anytime)
        self._choosing = True

    def close(self) -> None:
        """End with a turn in which nothing happens: what follows is not part of the program."""
        self.turn(0, ())

    def tied(self, answer: int) -> None:
        """Record which of several timers due at the same time comes next.

        Args:
            answer: Its index among those that are left.
        """
        self._append(self.callbacks, "tie", answer)

    def chosen(self, answer: int) -> None:
        """Record which outcome something outside will have.

        Args:
            answer: The number of the outcome.
        """
        self._append(self.callbacks, "outcome", answer)

    def begins(self, item: Handle | ExternalEvent) -> None:
        """Record that a callback runs, or an event completes.

        Args:
            item: The first item of the queue.
        """
        self._choosing = False
        if isinstance(item, ObservedEvent) and _acts(item):
            self._completing = False
            if not _done(item):
                self._append(self.callbacks, "event", item.serial)
                self.callbacks += 1
        elif isinstance(item, ObservedEvent):
            self._completing = True
            if not _done(item):
                self._append(self._earliest(item), "event", item.serial)
        else:
            self._completing = False
            self.callbacks += 1

    def scheduled(self, item: Handle | ExternalEvent) -> None:
        """Record that something joins the queue.

        Args:
            item: The new item.
        """
        if self._choosing and isinstance(item, TimerHandle):
            # If the timer was not due before, this implies that time has passed, too.
            self._append(self.callbacks, "due", 0)
        elif not self._completing:
            self._scheduling = self.callbacks

    def _earliest(self, event: "ObservedEvent") -> int:
        """The callback after which an event that completes now could equally have completed."""
        return max(self._last, self._scheduling, _observed_at(event))

    def _append(self, position: int, what: str, which: int) -> None:
        self._last = position
        self._number = self._number_after(position, what, which)

    def _number_after(self, position: int, what: str, which: int) -> int:
        return self._known.setdefault((self._number, position, what, which), len(self._known) + 1)

    def _find_early_states(self) -> None:
        """Find where the last iteration would have led if another event had completed in it."""
        if not self.turns or not self._anytime:
            return
        turn = self.turns[-1]
        callbacks, number = turn.state
        if self.state != (callbacks + turn.ready, number) or not turn.ready:
            return  # more happened than that callbacks ran
        turn.early = tuple(
            self.state if _done(event) else self._state_after(event)
            for event in cast("Sequence[ObservedEvent]", self._anytime)
        )

    def _state_after(self, event: "ObservedEvent") -> State:
        if _acts(event):
            return self.callbacks + 1, self._number_after(self.callbacks, "event", event.serial)
        return self.callbacks, self._number_after(self._earliest(event), "event", event.serial)


class HistoryAware:
    """A source of choices that needs the canonical history of the run.

    Attributes:
        history: Records the run.
    """

    history: CanonicalHistory


# The attributes of an event that never change while it can complete: reading them reveals nothing.
# The environment sets the serial number.
_CONSTANT: Final = frozenset({"acts", "serial", "waiter", "label", "readiness", "environment"})

# The ordinary attribute access of any object, which an observed event overrides.
_get: Final = object.__getattribute__
_set: Final = object.__setattr__
_done: Final = Future[None].done


class ObservedEvent(ExternalEvent):
    """An external event that knows which callback was the last to look at it or change it.

    Args:
        history: The history of the run.
        arguments: The arguments of `ExternalEvent`.
    """

    __slots__ = ("_history", "_observed_at")

    def __init__(self, history: CanonicalHistory, *arguments: Any) -> None:
        _set(self, "_history", history)
        super().__init__(*arguments)

    def __getattribute__(self, name: str) -> Any:
        if name not in _CONSTANT:
            _observe(self)
        return _get(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        # The serial number too: the environment sets it when the event may complete, not before.
        _observe(self)
        _set(self, name, value)

    def __await__(self) -> Any:
        _observe(self)
        return _Awaiting(self, super().__await__())

    __iter__ = __await__


class _Awaiting:
    """Awaits an observed event; asyncio's own iterator bypasses all attributes of the event."""

    __slots__ = ("_event", "_iterator")

    def __init__(self, event: ObservedEvent, iterator: Any) -> None:
        self._event = event
        self._iterator = iterator

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        _observe(self._event)
        return next(self._iterator)

    def send(self, value: Any) -> Any:
        _observe(self._event)
        return self._iterator.send(value)

    def throw(self, *error: Any) -> Any:
        _observe(self._event)
        return self._iterator.throw(*error)

    def close(self) -> None:
        self._iterator.close()


def _acts(event: ObservedEvent) -> bool:
    return _get(event, "acts") is not None


def _observe(event: ObservedEvent) -> None:
    _set(event, "_observed_at", _get(event, "_history").callbacks)


def _observed_at(event: ObservedEvent) -> int:
    return _get(event, "_observed_at")
