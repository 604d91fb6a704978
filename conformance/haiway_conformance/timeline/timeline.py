"""A run as rows and columns, plain data that texts and drawings are made of: `Timeline`."""

from dataclasses import dataclass
from typing import Self

from haiway_conformance.simulation import Did, Event

__all__ = ("Row", "Timeline", "cancels")


def cancels(who: str, whom: str) -> str:
    """Say that a task asks another one, or itself, to stop.

    Args:
        who: The name of the task that asks.
        whom: The name of the other.
    """
    return "cancels itself" if who == whom else f"cancels {whom}"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened.

    Attributes:
        time: The virtual time, in seconds.
        iteration: The loop iteration in which it happened.
        lane: The column: who did it.
        text: What happened.
        did: Of which kind it is; None for a call of `Task.cancel` that is no event of the trace.
        reason: Where a task goes on, why it does so now; of a request to stop, where it comes from.
            Empty where a task just goes on within the same step.
        deviation: If the schedule is not the canonical one here, what happens instead. Empty if it
            is.
    """

    time: float
    iteration: int
    lane: str
    text: str
    did: Did | None = None
    reason: str = ""
    deviation: str = ""

    @classmethod
    def of(cls, event: Event) -> Self:
        """The row of an event, without reasons.

        Args:
            event: The event.
        """
        itself = event.subject == event.task
        detail = f": {event.detail}" if event.detail else ""
        if event.did is Did.REQUESTS:
            text = cancels(event.task, event.subject)
        else:
            text = f"{event.did}{'' if itself else f' {event.subject}'}{detail}"
        return cls(event.time, event.iteration, event.task, text, event.did)


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that happened in a run.

    Attributes:
        lanes: The names of the columns: main, then who is in the program, in its order.
        rows: What happened, in order.
        watched: Whether it is known why it happened. If not, no row has a reason.
    """

    lanes: tuple[str, ...]
    rows: tuple[Row, ...]
    watched: bool
