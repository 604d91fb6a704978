"""Why a callback of the loop runs, and who asked a task to stop: what a `WatchedLoop` finds out."""

from dataclasses import dataclass
from typing import Literal

__all__ = (
    "Asked",
    "Cause",
    "Completed",
    "Deviation",
    "Ended",
    "Fired",
    "GaveWay",
    "Outside",
    "Request",
    "Started",
    "Step",
    "Woken",
)


@dataclass(frozen=True, slots=True, eq=False)
class Deviation:
    """The world did something else than in the canonical run.

    Attributes:
        what: What it did.
        how: How that differs.
    """

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Started:
    """A task makes its first step.

    Attributes:
        by: The task that made it; empty if none did.
    """

    by: str


@dataclass(frozen=True, slots=True)
class GaveWay:
    """A task that gave way for one iteration, as by `asyncio.sleep(0)`, goes on."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A point of the world has completed.

    Attributes:
        point: Its label.
        deviation: How that differs from the canonical run; None if it does not.
    """

    point: str
    deviation: Deviation | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer is due.

    Attributes:
        deviation: How that differs from the canonical run; None if it does not.
    """

    deviation: Deviation | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A task has ended that was awaited, or that has a callback.

    Attributes:
        task: Its name.
        how: How.
    """

    task: str
    how: Literal["returned", "failed", "was cancelled"]


@dataclass(frozen=True, slots=True)
class Woken:
    """Another task completed a future, or scheduled a callback.

    Attributes:
        by: Its name.
    """

    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A task was asked to stop.

    Attributes:
        request: How; None if the task is of a kind that can't be watched.
    """

    request: "Request | None"


@dataclass(frozen=True, slots=True)
class Outside:
    """A thread called."""


type Cause = Started | GaveWay | Completed | Fired | Ended | Woken | Asked | Outside


@dataclass(frozen=True, slots=True)
class Request:
    """A call of `Task.cancel`.

    Attributes:
        target: The task that is asked to stop.
        by: The task in which the call ran; None for a callback.
        cause: Why that task, or callback, ran.
        function: The function that made the call: the innermost one that is not asyncio's own, or
            else asyncio's, by its qualified name.
        module: That function's module.
        along: The task that was asked to stop, and passed that on to this one, which it awaits;
            empty for none.
    """

    target: str
    by: str | None
    cause: Cause
    function: str
    module: str
    along: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What the loop runs: a callback, most often a step of a task.

    Attributes:
        number: How many came before it.
        cause: Why it runs.
    """

    number: int
    cause: Cause
