"""How a program is simulated: `Settings`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

__all__ = ("ALL_SCHEDULES", "DEVIATIONS", "SCHEDULES", "Cancel", "Leak", "Settings")

SCHEDULES: Final = 200
"""The number of schedules by default."""

ALL_SCHEDULES: Final = 10_000
"""The largest number of schedules of an exhaustive search by default."""

DEVIATIONS: Final = 3
"""The largest number of deviations from the canonical schedule in an exhaustive search."""

type Cancel = Literal["everywhere"] | None
"""At which suspensions a task is also cancelled from outside, once in each run; None for none."""


class Leak(StrEnum):
    """The things that a program may leave behind when its main coroutine has ended."""

    TASKS = "tasks"
    """Tasks that have not ended. `asyncio.run` cancels them, wherever they are."""

    TIMERS = "timers"
    """Timers that are set, as by `loop.call_later`."""

    GENERATORS = "generators"
    """Asynchronous generators that are neither exhausted nor closed."""

    EXCEPTIONS = "exceptions"
    """Things that asyncio logs: exceptions that nobody retrieved, and errors in callbacks."""

    COROUTINES = "coroutines"
    """Coroutines that were never awaited."""

    REQUESTS = "requests"
    """Requests to cancel that were swallowed: a task that was asked to stop returned normally, and
    `Task.cancelling()` is not 0. Who asked takes it to be cancelled. On Python 3.12, where
    `asyncio.TaskGroup` leaves requests of its own, only those that came from outside count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a program is simulated; the arguments of `simulate`, which says what they mean."""

    schedules: int | None = None
    seed: int = 0
    exhaustive: bool = False
    cancel: Cancel = None
    cancelled: str = ""
    invariant: Callable[[], object] | None = None
    allow: frozenset[Leak] = frozenset()
    iterations: int = 100_000
    eager: bool = False

    def __post_init__(self) -> None:
        if self.schedules is not None and self.schedules < 1:
            raise ValueError(f"schedules={self.schedules}: at least 1 schedule has to be run")
        if self.iterations < 1:
            raise ValueError(f"iterations={self.iterations}: a run needs at least 1 loop iteration")
        if self.cancel not in (None, "everywhere"):
            raise ValueError(f"cancel={self.cancel!r}: only 'everywhere' and None are known")
        if self.cancelled and self.cancel is None:
            raise ValueError(
                f"cancelled={self.cancelled!r} names the tasks that cancel='everywhere' cancels;"
                " without that argument nothing is cancelled from outside"
            )

    @property
    def largest(self) -> int:
        """The number of schedules."""
        if self.schedules is not None:
            return self.schedules
        return ALL_SCHEDULES if self.exhaustive else SCHEDULES
