"""The causes that a `CauseTrackingLoop` finds: why a callback runs, and why a task is cancelled."""

from dataclasses import dataclass
from typing import Literal

__all__ = (
    "CancelCall",
    "CancelRequested",
    "Cause",
    "Deviation",
    "EventCompleted",
    "Step",
    "TaskEnded",
    "TaskStarted",
    "ThreadCalled",
    "TimerFired",
    "Woken",
    "Yielded",
)


@dataclass(frozen=True, slots=True, eq=False)
class Deviation:
    """The environment acted differently than in the canonical run.

    Attributes:
        what: What it did.
        how: How that differs.
    """

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class TaskStarted:
    """A task makes its first step.

    Attributes:
        by: The name of the task that created it; empty if a callback did.
    """

    by: str


@dataclass(frozen=True, slots=True)
class Yielded:
    """A task continues that yielded for one iteration, as by `asyncio.sleep(0)`."""


@dataclass(frozen=True, slots=True)
class EventCompleted:
    """An external event has completed.

    Attributes:
        event: Its label.
        deviation: How that differs from the canonical run; None if it does not.
    """

    event: str
    deviation: Deviation | None = None


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer is due.

    Attributes:
        deviation: How that differs from the canonical run; None if it does not.
    """

    deviation: Deviation | None = None


@dataclass(frozen=True, slots=True)
class TaskEnded:
    """A task has ended that was awaited, or that has a callback.

    Attributes:
        task: Its name.
        how: How it ended.
    """

    task: str
    how: Literal["returned", "failed", "was cancelled"]


@dataclass(frozen=True, slots=True)
class Woken:
    """Another task completed a future, or scheduled a callback.

    Attributes:
        by: The name of that task.
    """

    by: str


@dataclass(frozen=True, slots=True)
class CancelRequested:
    """A task was requested to cancel.

    Attributes:
        call: The call that did it; None if the task is of a kind that cannot be tracked.
    """

    call: "CancelCall | None"


@dataclass(frozen=True, slots=True)
class ThreadCalled:
    """Another thread called the loop."""


type Cause = (
    TaskStarted
    | Yielded
    | EventCompleted
    | TimerFired
    | TaskEnded
    | Woken
    | CancelRequested
    | ThreadCalled
)


@dataclass(frozen=True, slots=True)
class CancelCall:
    """A call of `Task.cancel`.

    Attributes:
        target: The name of the task that is cancelled.
        by: The name of the task that made the call; None for a callback.
        cause: Why that task, or callback, ran.
        function: The function that made the call, by its qualified name: the innermost one outside
            asyncio if there is one, else asyncio's.
        module: The module of that function.
        passed_on_by: The name of the task that was cancelled and passes the request on to this
            one, which it awaits; empty for none.
    """

    target: str
    by: str | None
    cause: Cause
    function: str
    module: str
    passed_on_by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A callback that the loop runs, most often a step of a task.

    Attributes:
        number: How many came before it.
        cause: Why it runs.
    """

    number: int
    cause: Cause
