"""The pieces of random programs, and what a program is about: `Piece` and `Theme`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = (
    "LOOKS",
    "NEEDS",
    "USUAL",
    "Look",
    "Piece",
    "Theme",
)

type Look = Literal["state", "variable", "context", "log", "trace", "check"]
"""A kind of piece that looks something up, as `Piece` explains."""

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
    "cancel",
]
"""A kind of piece:

- `pause` waits; `state`, `variable` and `context` look up, or set, state and variables;
- `log`, `trace` and `check` observe the scope, and whether the task has been cancelled;
- `spawn` spawns a task that ends by itself, `endless` one that only cancellation ends, `late` one
  that spawns another in its clean-up; `await` awaits one;
- `scope` is a nested scope; `process` and `execute` call a helper; `stream` reads a stream, `merge`
  several;
- `fail` raises, `deadline` sets a time-out, `cancel` requests the cancellation of a task.
"""


NEEDS: Final[Mapping[Piece, str]] = MappingProxyType(
    {
        "spawn": "spawn",
        "endless": "spawn",
        "late": "spawn",
        "await": "spawn",
        "process": "process",
        "execute": "execute",
        "stream": "stream",
        "merge": "merge",
    }
)
"""The capability that a piece needs, unless it only observes."""


USUAL: Final[tuple[Piece, ...]] = (
    *("pause", "pause", "state", "variable", "context", "log", "trace", "check"),
    *("spawn", "spawn", "spawn", "endless", "endless", "late", "await", "await"),
    *("scope", "scope", "scope", "process", "execute", "stream", "merge"),
)
"""The pieces that any program may have, the more frequent ones several times."""


LOOKS: Final[tuple[Look, ...]] = ("state", "variable", "context", "log", "trace", "check")
"""The pieces that look something up."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The subject of random programs, chosen so that many of them meet the premise of a clause.

    Attributes:
        failing: Whether anything fails; None for half of the programs.
        cancelling: Whether anything is cancelled or times out; None for half of the programs.
        always: The pieces in the outermost scope of each program; elsewhere they are frequent.
    """

    failing: bool | None = None
    cancelling: bool | None = None
    always: tuple[Piece, ...] = ()
