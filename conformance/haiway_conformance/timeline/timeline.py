"""A run as rows and columns, plain data to render as text or drawings: `Timeline`."""

from dataclasses import dataclass
from typing import Self

from haiway_conformance.simulated_loop import Did, Event

__all__ = ("Folded", "Row", "Timeline", "cancels")


def cancels(canceller: str, target: str) -> str:
    """Say that a task requests the cancellation of another one, or its own.

    Args:
        canceller: The name of the task that makes the request.
        target: The name of the task that is to be cancelled.
    """
    return "cancels itself" if canceller == target else f"cancels {target}"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened.

    Attributes:
        time: The virtual time, in seconds.
        iteration: The loop iteration in which it happened.
        lane: The column: the name of the task that did it.
        text: What happened.
        did: The kind of event; None for a call of `Task.cancel` that is no event of the trace.
        reason: Where a task continues, why it does so now; for a request to cancel, where it comes
            from. Empty where a task just continues within the same step.
        deviation: If the schedule is not the canonical one here, what happens instead, else empty.
        subject: What it was done to; the lane itself for nothing else.
    """

    time: float
    iteration: int
    lane: str
    text: str
    did: Did | None = None
    reason: str = ""
    deviation: str = ""
    subject: str = ""

    @classmethod
    def of(cls, event: Event) -> Self:
        """Make the row of an event, without reasons.

        Args:
            event: The event.
        """
        itself = event.subject == event.task
        detail = f": {event.detail}" if event.detail else ""
        if event.did is Did.REQUESTS:
            text = cancels(event.task, event.subject)
        else:
            text = f"{event.did}{'' if itself else f' {event.subject}'}{detail}"
        return cls(event.time, event.iteration, event.task, text, event.did, subject=event.subject)


@dataclass(frozen=True, slots=True)
class Folded:
    """Rows that are not shown.

    Attributes:
        rows: How many.
        like: How many of the rows before them they repeat; 0 if they were cut for their number.
        until: The virtual time of the last of them.
    """

    rows: int
    like: int
    until: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that happened in a run.

    Attributes:
        lanes: The names of the columns: main, then the tasks of the program, in its order.
        rows: What happened, in order. Where rows are left out, a `Folded` stands in their place.
        explained: True if the causes were recorded. If not, no row has a reason.
    """

    lanes: tuple[str, ...]
    rows: tuple[Row | Folded, ...]
    explained: bool
