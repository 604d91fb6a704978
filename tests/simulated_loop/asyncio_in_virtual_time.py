"""asyncio's own loop, over a real selector, with a clock that jumps to the next timer."""

import asyncio
import heapq
import selectors
from asyncio import TimerHandle
from itertools import count
from typing import Any


class JumpingSelector(selectors.DefaultSelector):
    """Never waits: if nothing is ready, the clock jumps to the next timer."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if ready := super().select(0):
            return ready
        if timeout is None:
            raise AssertionError("the program hangs: nothing is ready, and no timer is set")
        if timeout > 0:
            self.loop.now = self.loop.next_timer()
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """asyncio's own loop, with another clock; it records its timers."""

    def __init__(self) -> None:
        self.now = 0.0
        self.times: list[float] = []
        self.task_numbers = count(1)  # what `SimulatedTask` hashes by
        selector = JumpingSelector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now

    def next_timer(self) -> float:
        return self._scheduled[0].when()

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> TimerHandle:
        self.times.append(when)
        return super().call_at(when, callback, *args, context=context)

    @property
    def has_ties(self) -> bool:
        """Tell if two timers were due together: then asyncio guarantees no order."""
        return len(set(self.times)) < len(self.times)


class _RankedTimer(TimerHandle):
    rank = 0

    def __lt__(self, other: Any) -> bool:
        return (self.when(), self.rank) < (other.when(), other.rank)


class StableVirtualLoop(VirtualLoop):
    """The same, but timers that are due together fire in the order in which they were set."""

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> TimerHandle:
        self.times.append(when)
        timer = _RankedTimer(when, callback, args, self, context)
        timer.rank = len(self.times)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer
