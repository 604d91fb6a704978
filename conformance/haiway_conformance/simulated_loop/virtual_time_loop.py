"""asyncio's own loop in virtual time; threads are really waited for: `VirtualTimeLoop`."""

import asyncio
import heapq
import math
from asyncio.events import TimerHandle
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures import Future as ThreadFuture
from contextvars import Context
from itertools import count
from typing import Any, cast

from haiway_conformance.simulated_loop.choices import Choices
from haiway_conformance.simulated_loop.task import SimulatedTask
from haiway_conformance.simulated_loop.threads import Threads
from haiway_conformance.simulated_loop.timer import CLOCK_RESOLUTION, Timer, order_ties

__all__ = ("VirtualTimeLoop",)


class VirtualTimeLoop(asyncio.BaseEventLoop):
    """An asyncio event loop whose clock moves only when a subclass says so (`_pass_time`).

    Args:
        choices: Chooses the order of timers that are due at the same time.
    """

    # Attributes of `asyncio.BaseEventLoop` that it does not declare.
    _scheduled: list[TimerHandle]
    _default_executor: Executor | None
    _check_closed: Callable[[], None]
    _check_default_executor: Callable[[], None]

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.set_debug(False)
        self._choices = choices
        self._now = 0.0
        self._ranks = count()
        self._threads = Threads()
        self._clock_resolution = CLOCK_RESOLUTION

    def time(self) -> float:
        """Return the virtual time in seconds; 0.0 when the loop is made."""
        return self._now

    def pending_timers(self) -> int:
        """Count the timers that are set and not cancelled."""
        return sum(not timer.cancelled() for timer in self._scheduled)

    def call_at(
        self, when: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> TimerHandle:
        """Schedule a callback at a virtual time, as `asyncio.loop.call_at` does."""
        self._check_closed()
        timer = Timer(next(self._ranks), self._present(), when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True  # noqa: SLF001 - as BaseEventLoop.call_at does
        return timer

    def run_in_executor(
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Run a function in a thread; the loop really waits for it, so no deadlock is reported."""
        call = self._submit(executor, func, *args)
        future = asyncio.wrap_future(call, loop=self)
        # The call, not the future, which may be cancelled while the thread runs on. Its callback is
        # added last, so that the loop has the result before the call stops counting.
        self._threads.expect(call)
        return future

    def _submit(
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> ThreadFuture[Any]:
        """Give a function to an executor: by default to that of the loop, as asyncio does."""
        self._check_closed()
        if executor is None:
            self._check_default_executor()
            executor = self._default_executor or ThreadPoolExecutor(thread_name_prefix="asyncio")
            self._default_executor = executor
        return executor.submit(func, *args)

    def _write_to_self(self) -> None:
        self._threads.wake()

    def _time_can_pass(self) -> bool:
        """Tell if there is a timer to wait for; one set for infinity never fires."""
        return bool(self._scheduled) and self._now < self._scheduled[0].when() < math.inf

    def _pass_time(self, to: float | None = None) -> None:
        """Let time pass until a timer is due: the next one by default."""
        self._now = self._scheduled[0].when() if to is None else to
        # So that adding it to a time makes a difference, however large the time is.
        self._clock_resolution = max(CLOCK_RESOLUTION, math.ulp(self._now))
        # Another timer that is due together with the first is among its two children in the heap.
        if any(timer.when() == self._now for timer in self._scheduled[1:3]):
            order_ties(cast("list[Timer]", self._scheduled), self._choices, self._ranks)

    def _present(self) -> Hashable:
        """Return the task that runs: its number, or the name of one that is not simulated."""
        task = asyncio.current_task(self)
        if isinstance(task, SimulatedTask):
            return task.number
        return None if task is None else task.get_name()
