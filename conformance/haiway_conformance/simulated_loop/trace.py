"""The trace of a run: what happened, in order, as plain data."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, Protocol, cast, overload

__all__ = ("Clock", "Did", "Event", "Trace")


class Did(StrEnum):
    """The kinds of events. Each comment names the event's subject in brackets, and its detail."""

    # Tasks, the handlers of helpers, and the generators of streams.
    CALLED = "called"  # [function] the function itself was called
    BEGAN = "began"  # [task] its first step; detail: the arguments it got
    RETURNED = "returned"  # [task] ended by returning
    FAILED = "failed"  # [task] ended by an exception; detail: the exception
    STOPPED = "was cancelled"  # [task] ended by CancelledError
    CLOSED = "was closed"  # [task] ended by GeneratorExit

    # Waiting.
    WAITS = "waits"  # [event] suspended, waiting for it
    GOES_ON = "goes on"  # [event] the event that it waited for has completed
    INTERRUPTED = "interrupted"  # [event] CancelledError was raised at the wait
    CLEANS_UP = "cleans up"  # [task] a clean-up begins
    CLEANED_UP = "cleaned up"  # [task] a clean-up ended
    CAUGHT = "caught"  # [error] an exception stopped here
    TIMED_OUT = "timed out"  # [deadline] TimeoutError stopped here

    USED = "used"  # [use] it was done so many times, unrecorded

    # Scopes and resources.
    ENTERING = "entering"  # [scope]
    ENTERED = "entered"  # [scope] the body begins
    EXITING = "exiting"  # [scope] the body has ended; detail: how
    EXITED = "exited"  # [scope] the `async with` is over; detail: how
    RESOURCE_ENTERING = "enters resource"  # [resource]
    RESOURCE_ENTERED = "entered resource"  # [resource]
    RESOURCE_EXITING = "exits resource"  # [resource]
    RESOURCE_EXITED = "exited resource"  # [resource]

    # What tasks do to tasks.
    SPAWNING = "spawns"  # [task] spawn is called; detail: the scope
    SPAWNED = "spawned"  # [task] spawn returned
    REFUSED = "was refused"  # [task] spawn raised; detail: the exception
    AWAITS = "awaits"  # [task]
    GOT = "got"  # [task] an awaiter got its result; detail: the result
    REQUESTS = "requests cancellation"  # [task]

    # State, variables, logs.
    SET = "set"  # [variable or context variable] detail: value
    SAW = "saw"  # [state, variable, context variable, trace, log, handle] detail: value
    LOGGED = "logged"  # [exception] attached to a log record of level ERROR

    # Streams, merged ones included.
    OPENS = "opens"  # [stream] detail: the scope
    ASKS = "asks"  # [stream] for an item
    ITEM = "item"  # [stream] detail: the item
    ENDED = "has come to the end of"  # [stream] StopAsyncIteration

    # Helpers. Calls of handlers, and sources that are generators, begin and end as tasks do.
    HELPS = "calls helper"  # [helper] detail: the limit
    READ = "gives"  # [element] a source is read
    HELPED = "is done with"  # [helper] detail: what it returned or raised


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        number: Its index in the trace, from 0.
        iteration: The loop iteration in which it happened.
        time: The virtual time, in seconds.
        task: The name of the task, resource, or handler that did it.
        did: What it did.
        subject: What it did that to; its own name for nothing else.
        detail: Further information, as text.
    """

    number: int
    iteration: int
    time: float
    task: str
    did: Did
    subject: str
    detail: str = ""

    @property
    def in_words(self) -> str:
        """The event and its time, as a phrase."""
        subject = "" if self.subject == self.task else f" {self.subject}"
        detail = f" ({self.detail})" if self.detail else ""
        when = f"at {self.time:g} s, in iteration {self.iteration:,}"
        return f"{self.task} {self.did}{subject}{detail}, {when}"


# Takes half the time of a call of `Event`; a run records hundreds of them.
_new: Final = cast("Callable[[type[Event], tuple[object, ...]], Event]", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]


class Clock(Protocol):
    """Gives the present loop iteration and virtual time, as a `SimulatedLoop` does."""

    @property
    def iteration(self) -> int:
        """The number of the present iteration."""
        ...

    def time(self) -> float:
        """Return the virtual time, in seconds."""
        ...


class Trace(Sequence[Event]):
    """The events of a run, in the order in which they happened.

    Args:
        clock: Gives the time at which each happens.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock: Clock | None = clock
        self._events: list[Event] = []
        self._of: defaultdict[Did, list[Event]] = defaultdict(list)

    def record(self, task: str, did: Did, subject: str, detail: str = "") -> None:
        """Add an event, unless the trace was closed.

        Args:
            task: The name of the task, resource, or handler.
            did: What it did.
            subject: What it did that to; its own name for nothing else.
            detail: Further information.
        """
        clock = self._clock
        if clock is not None:
            events = self._events
            fields = (len(events), clock.iteration, clock.time(), task, did, subject, detail)
            event = _new(Event, fields)
            events.append(event)
            self._of[did].append(event)

    @property
    def is_open(self) -> bool:
        """True until the trace is closed."""
        return self._clock is not None

    def close(self) -> None:
        """Record nothing more: the run is over, and the kit cleans up after it."""
        self._clock = None

    def of(self, *did: Did, subject: str | None = None, task: str | None = None) -> list[Event]:
        """Return the events of some kinds, optionally only those of one subject or task."""
        found = [event for each in did for event in self._of.get(each, ())]
        if subject is not None:
            found = [each for each in found if each.subject == subject]
        if task is not None:
            found = [each for each in found if each.task == task]
        if len(did) > 1:
            found.sort()  # by their numbers
        return found

    def first(self, *did: Did, subject: str | None = None, task: str | None = None) -> Event | None:
        """Return the first such event, or None."""
        found: Event | None = None
        for each in did:
            for event in self._of.get(each, ()):
                if found is not None and event.number > found.number:
                    break
                if (subject is None or event.subject == subject) and (
                    task is None or event.task == task
                ):
                    found = event
                    break
        return found

    def last(self, *did: Did, subject: str | None = None, task: str | None = None) -> Event | None:
        """Return the last such event, or None."""
        found = self.of(*did, subject=subject, task=task)
        return found[-1] if found else None

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        return self._events[index]

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)
