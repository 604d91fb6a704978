"""Timers of the simulated loop, and how exact its clock is."""

from asyncio import TimerHandle
from collections.abc import Hashable
from typing import Any, Final

__all__ = ("CLOCK_RESOLUTION", "Timer")

# Timers closer together than this many virtual seconds fire in one iteration. A power of two, so
# that adding it to a time is exact. Large times have a larger one.
CLOCK_RESOLUTION: Final = 2.0**-20


class Timer(TimerHandle):
    """A timer that fires in the order of creation among those due at the same time.

    Args:
        rank: Its place in that order.
        waiter: Who set it.
        when: The virtual time at which it is due.
        rest: As `asyncio.TimerHandle` takes it.
    """

    __slots__ = ("rank", "waiter")

    def __init__(self, rank: int, waiter: Hashable, when: float, *rest: Any) -> None:
        super().__init__(when, *rest)
        self.rank = rank
        self.waiter = waiter

    def __lt__(self, other: Any) -> bool:
        return (self.when(), self.rank) < (other.when(), other.rank)
