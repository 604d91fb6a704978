"""The stretches and the instants of a run, as plain data to draw: `Drawn`."""

from dataclasses import dataclass
from enum import StrEnum

from haiway_conformance.timeline.timeline import Folded, Row

__all__ = ("Drawn", "Lasting", "Mark", "MarkKind", "Over", "Span")


class Lasting(StrEnum):
    """The kinds of spans."""

    TASK = "task"
    HANDLER = "handler"
    SOURCE = "source"
    SCOPE = "scope"
    RESOURCE = "resource"
    STREAM = "stream"
    HELPER = "helper"
    CLEAN_UP = "clean-up"
    WAIT = "wait"


class Over(StrEnum):
    """How a span ends, as far as is known."""

    ENDED = "ended"
    OPEN = "open"
    """It had not ended when the run did."""

    UNKNOWN = "unknown"
    """Rows are left out, so its end may be among them."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasts, from one row of a timeline to another one.

    Attributes:
        kind: The kind.
        lane: The lane that it is in.
        name: The name, without its kind.
        begin: The number of the row with which it begins, from 0.
        end: The number of the row with which it ends; the last one that is known if it does not.
        over: How it ends.
        level: 0 for what the lane itself is, more for what it is in meanwhile: spans of one lane
            that overlap have different levels. Waits are at the level of the lane.
        opened: For a scope or a resource, the row in which its entry ends; None if none does.
        closing: For a scope or a resource, the row in which its exit begins; None if none does.
    """

    kind: Lasting
    lane: str
    name: str
    begin: int
    end: int
    over: Over = Over.OPEN
    level: int = 0
    opened: int | None = None
    closing: int | None = None


class MarkKind(StrEnum):
    """The kinds of marks."""

    REQUEST = "request"
    """A cancellation is requested."""

    CANCELLED = "cancelled"
    """CancelledError or GeneratorExit arrives, or ends something."""

    FAILURE = "failure"
    """Something ends by another exception, a call is refused, or a deadline is over."""

    EVENT = "event"
    """Anything else."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens in an instant: a row of a timeline.

    Attributes:
        kind: The kind.
        at: The number of the row.
        lane: The lane in which it happens.
        to: The lane that it is done to, if that is another one: a task that is spawned or
            cancelled. Else empty.
        deviates: True if the schedule is not the canonical one here.
    """

    kind: MarkKind
    at: int
    lane: str
    to: str = ""
    deviates: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A run as spans and marks.

    Attributes:
        lanes: The names of the lanes.
        rows: What happened; a `Folded` stands for rows that are left out. Spans and marks count
            these.
        spans: What lasts, in the order in which it begins.
        marks: A mark for each `Row`.
    """

    lanes: tuple[str, ...]
    rows: tuple[Row | Folded, ...]
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]

    def levels(self, lane: str) -> int:
        """Return the number of levels that the spans of a lane are in, at least 1.

        Args:
            lane: The name of the lane.
        """
        return 1 + max((each.level for each in self.spans if each.lane == lane), default=0)
