"""Timers of the simulated loop, and the resolution of its clock."""

import heapq
import math
from asyncio import TimerHandle
from collections.abc import Hashable, Iterator
from typing import Any, Final

from haiway_conformance.simulated_loop.choices import Choices

__all__ = ("CLOCK_RESOLUTION", "Timer", "first_set_before", "order_ties")

# Timers closer together than this many virtual seconds fire in one iteration. A power of two, so
# that adding it to a time is exact. Large times have a coarser resolution.
CLOCK_RESOLUTION: Final = 2.0**-20


class Timer(TimerHandle):
    """A timer that fires in the order of creation among those due at the same time.

    Args:
        rank: Its position in that order.
        waiter: The task that set it.
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


def first_set_before(scheduled: list[TimerHandle], rank: int) -> TimerHandle | None:
    """Return the first timer to fire of those that were set before another one; None for none.

    Args:
        scheduled: All timers.
        rank: The rank of the other one.
    """
    before = [
        each
        for each in scheduled
        if isinstance(each, Timer)
        and each.rank < rank
        and not each.cancelled()
        and each.when() < math.inf
    ]
    return min(before, default=None)


def order_ties(scheduled: list[Timer], choices: Choices, ranks: Iterator[int]) -> None:
    """Choose in which order the timers fire that are due next, all at the same time.

    Args:
        scheduled: All timers, as asyncio keeps them: a heap, which it is afterwards too.
        choices: Chooses which of them comes next, as long as there are two.
        ranks: Supplies the new ranks.
    """
    tied = sorted(each for each in scheduled if each.when() == scheduled[0].when())

    def waiters() -> list[Hashable]:
        return [each.waiter for each in tied]

    while tied:
        answer = choices.choose("tie", len(tied), waiters) if len(tied) > 1 else 0
        tied.pop(answer).rank = next(ranks)
    heapq.heapify(scheduled)
