"""The trace of a run: what happened, in order, as plain data."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, overload

__all__ = ("Did", "Event", "Trace")


class Did(StrEnum):
    """What an event says. The event's subject is named in brackets."""

    # Tasks, the handlers of helpers, and the generators of streams.
    CALLED = "called"  # [function] the function itself was called
    BEGAN = "began"  # [task] its first step; detail: the arguments it got
    RETURNED = "returned"  # [task] ended by returning
    FAILED = "failed"  # [task] ended by an exception; detail: which
    STOPPED = "was cancelled"  # [task] ended by CancelledError
    CLOSED = "was closed"  # [task] ended by GeneratorExit

    # Waiting.
    WAITS = "waits"  # [point] suspended
    GOES_ON = "goes on"  # [point] what it waited for is there
    INTERRUPTED = "interrupted"  # [point] CancelledError was raised at the wait
    CLEANS_UP = "cleans up"  # [task] a clean-up begins
    CLEANED_UP = "cleaned up"  # [task] a clean-up came to its end
    CAUGHT = "caught"  # [error] an exception stopped here
    TIMED_OUT = "timed out"  # [deadline] TimeoutError stopped here

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
    SPAWNING = "spawns"  # [task] spawn is called; detail: the scope in which
    SPAWNED = "spawned"  # [task] spawn returned
    REFUSED = "was refused"  # [task] spawn raised; detail: what
    AWAITS = "awaits"  # [task]
    GOT = "got"  # [task] an awaiter was given; detail: what
    REQUESTS = "requests cancellation"  # [task]

    # What a program sees.
    SET = "set"  # [variable or context variable] detail: value
    SAW = "saw"  # [state, variable, context variable, trace, log, handle] detail: value
    LOGGED = "logged"  # [exception] attached to a log record of level ERROR

    # Streams, merged ones included.
    OPENS = "opens"  # [stream] detail: the scope in which
    ASKS = "asks"  # [stream] for an item
    ITEM = "item"  # [stream] detail: which
    ENDED = "has come to the end of"  # [stream] StopAsyncIteration

    # Helpers. Calls of handlers, and sources that are generators, begin and end as tasks do.
    HELPS = "calls helper"  # [helper] detail: the limit
    READ = "gives"  # [element] a source is read
    HELPED = "is done with"  # [helper] detail: what it returned or raised


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        number: Its place in the trace, from 0.
        iteration: The loop iteration in which it happened.
        time: The virtual time, in seconds.
        task: The task, or resource, or handler that did it.
        did: What it did.
        subject: What it did that to, or itself.
        detail: More, as text.
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
        """Who did what, and when."""
        subject = "" if self.subject == self.task else f" {self.subject}"
        detail = f" ({self.detail})" if self.detail else ""
        when = f"at {self.time:g} s, in iteration {self.iteration:,}"
        return f"{self.task} {self.did}{subject}{detail}, {when}"


class Trace(Sequence[Event]):
    """The events of a run, in the order in which they happened.

    Args:
        now: Gives the present loop iteration and virtual time.
    """

    def __init__(self, now: Callable[[], tuple[int, float]]) -> None:
        self._now: Callable[[], tuple[int, float]] | None = now
        self._events: list[Event] = []
        self._of: defaultdict[Did, list[Event]] = defaultdict(list)

    def record(self, task: str, did: Did, subject: str, detail: str = "") -> None:
        """Add an event, unless the trace was closed.

        Args:
            task: Who did it.
            did: What.
            subject: To what.
            detail: More.
        """
        if self._now is not None:
            iteration, time = self._now()
            event = Event(len(self._events), iteration, time, task, did, subject, detail)
            self._events.append(event)
            self._of[did].append(event)

    @property
    def is_open(self) -> bool:
        """Whether more is recorded."""
        return self._now is not None

    def close(self) -> None:
        """Record nothing more: the run is over, and what follows is the kit's tidying up."""
        self._now = None

    def of(self, *did: Did, subject: str | None = None, task: str | None = None) -> list[Event]:
        """The events of some kinds, optionally of one subject or task only."""
        found = [event for each in did for event in self._of.get(each, ())]
        if subject is not None:
            found = [each for each in found if each.subject == subject]
        if task is not None:
            found = [each for each in found if each.task == task]
        if len(did) > 1:
            found.sort()  # by their numbers
        return found

    def first(self, *did: Did, subject: str | None = None, task: str | None = None) -> Event | None:
        """The first such event, or None."""
        found = self.of(*did, subject=subject, task=task)
        return found[0] if found else None

    def last(self, *did: Did, subject: str | None = None, task: str | None = None) -> Event | None:
        """The last such event, or None."""
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
