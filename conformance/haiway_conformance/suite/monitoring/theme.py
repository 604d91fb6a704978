"""What whole programs are made of, and what they are about: `Piece` and `Theme`."""

from dataclasses import dataclass
from typing import Final, Literal

__all__ = (
    "USUAL",
    "Piece",
    "Theme",
)

type Piece = Literal[
    "pause",
    "state",
    "variable",
    "context",
    "log",
    "trace",
    "check",
    "spawn",
    "endless",
    "await",
    "late",
    "scope",
    "process",
    "execute",
    "stream",
    "merge",
    "fail",
    "deadline",
    "stop",
]
"""A kind of what is drawn: a wait; a look at state; a variable, or context variable, set or looked
up; a look at the log, the trace, or whether the task was asked to stop; a task that ends by itself,
or one that does not, or one that spawns another in its clean-up; awaiting one; a scope; a call of
one helper or the other; a stream; merged ones; a failure; a time-out; a request to stop."""


USUAL: Final[tuple[Piece, ...]] = (
    *("pause", "pause", "state", "variable", "context", "log", "trace", "check"),
    *("spawn", "spawn", "spawn", "endless", "endless", "late", "await", "await"),
    *("scope", "scope", "scope", "process", "execute", "stream", "merge"),
)
"""The kinds that any program may have, the more frequent ones several times."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What programs are about, so that a clause comes to be judged in many of them.

    Attributes:
        failing: Whether anything fails; None for in half of them.
        stopping: Whether anybody is asked to stop, be it by a time-out; None likewise.
        always: What is drawn in each, as a part of the outermost scope, and more often elsewhere.
    """

    failing: bool | None = None
    stopping: bool | None = None
    always: tuple[Piece, ...] = ()
