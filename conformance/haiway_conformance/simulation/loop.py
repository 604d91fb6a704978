"""The simulated event loop: asyncio's own loop over a simulated environment, in virtual time.

`SimulatedLoop` leaves `run_forever` and `_run_once` of `asyncio.BaseEventLoop` as they are, so
callbacks run in asyncio's own order. It replaces only what lies outside a loop: the selector (here
the `Environment`, which has no sockets) and the clock (which moves only when the simulation says
so). A failure that it shows is therefore one that a real loop can show.

Nondeterminism enters in `SimulatedLoop._environment_acts` alone: `choices` lists the questions.
"""

import asyncio
import heapq
import math
from asyncio import Task
from asyncio.events import Handle, TimerHandle
from collections import deque
from collections.abc import Callable, Hashable, MutableSet, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import Context
from itertools import count
from types import SimpleNamespace
from typing import Any, Final, cast

from haiway_conformance.simulation.choices import CLOCK, NOTHING, Canonical, Choices
from haiway_conformance.simulation.endings import NothingCanRun, TooManyIterations
from haiway_conformance.simulation.environment import Environment, ExternalEvent, Readiness
from haiway_conformance.simulation.task import SimulatedTask, registering
from haiway_conformance.simulation.threads import Threads
from haiway_conformance.simulation.timer import CLOCK_RESOLUTION, Timer, order_ties

__all__ = ("SimulatedLoop",)

# After this many iterations in a row in which callbacks were ready, the environment acts all the
# same: a loop that is never idle keeps neither operations from completing nor time from passing.
BUSY_PATIENCE: Final = 20

# After this many choices in a row that went to external events, time passes: operations that
# complete again and again take time too, so they cannot keep a timer from firing for ever.
TIMER_PATIENCE: Final = 20


class SimulatedLoop(asyncio.BaseEventLoop):
    """An asyncio event loop without an outside: deterministic, in virtual time.

    Args:
        choices: Answers wherever the environment could act one way or another; canonical by
            default.
        task_factory: As `loop.set_task_factory` takes it; by default tasks are `SimulatedTask`.
        iterations: After this many loop iterations in a row without a step of the awaited coroutine
            (`advance`), `TooManyIterations` leaves the loop.

    Attributes:
        environment: Completes external events.
        tasks: The tasks that were created on this loop, in order.
        iteration: The number of iterations so far.
        last_advance: The iteration of the awaited coroutine's last step, or in which a thread ran.
        last_thread: The last iteration in which a thread was running; 0 for none.
        given_up: Set it to True if the awaited coroutine has made enough steps: unless it advances,
            `TooManyIterations` comes next.
        forced: True if the environment had to act because it had stayed quiet for too long.
        broken_by: The exception with which the simulation itself ended the loop; None for none.

    Example:
        >>> loop = SimulatedLoop()
        >>> loop.run_until_complete(asyncio.sleep(3600, "an hour, at once"))
        'an hour, at once'
        >>> loop.time()
        3600.0
        >>> loop.close()

    Source: CPython documents FIFO order for `loop.call_soon`; `asyncio.BaseEventLoop._run_once`.
    """

    # Attributes of `asyncio.BaseEventLoop` that it does not declare.
    _ready: deque[Handle | ExternalEvent]
    _scheduled: list[TimerHandle]
    _asyncgens: MutableSet[object]
    _default_executor: Executor | None
    _check_closed: Callable[[], None]
    _check_default_executor: Callable[[], None]

    def __init__(
        self,
        choices: Choices | None = None,
        *,
        task_factory: Callable[..., Any] | None = None,
        iterations: int = 10_000,
    ) -> None:
        super().__init__()
        self.set_debug(False)
        self.environment: Final = Environment()
        self.task_numbers: Final = count(1)
        self.tasks: Final[list[Task[Any]]] = []
        self.iteration = 0
        self.last_advance = self.last_thread = 0
        self.given_up = self.forced = False
        self.broken_by: BaseException | None = None
        self._choices: Choices = choices or Canonical()
        self._iterations = iterations
        self._now = 0.0
        self._ranks = count()
        self._busy = self._postponed = 0
        self._threads = Threads()
        self._clock_resolution = CLOCK_RESOLUTION
        self._selector = SimpleNamespace(select=self._environment_acts)
        self.set_task_factory(registering(self.tasks, task_factory))

    def time(self) -> float:
        """Return the virtual time in seconds; 0.0 when the loop is made."""
        return self._now

    def external_event(
        self, label: str, readiness: Readiness = Readiness.ANY, *, after: str | None = None
    ) -> ExternalEvent:
        """Begin an operation that the environment completes.

        Args:
            label: A name for it.
            readiness: When it may complete.
            after: A milestone that must be reached first (`Environment.reach`); None for none.

        Returns:
            A future that the environment completes with None.
        """
        event = self._new_external_event(label, Readiness(readiness), self._present())
        self.environment.begin(event, after=after)
        return event

    def advance(self) -> None:
        """Note that the awaited coroutine made a step; the count of iterations begins anew."""
        self.last_advance = self.iteration
        self.given_up = False

    def settle(self) -> None:
        """Ask no more questions: from now on every answer is the canonical one."""
        self._choices = Canonical()

    def close(self) -> None:
        """Close the loop, and break the reference cycles that it is in by itself."""
        super().close()
        self._selector = None
        self.environment.clear()

    @property
    def has_leftovers(self) -> bool:
        """True if an async generator, a callback or a task has not finished: each may run code."""
        return bool(self._asyncgens or self._ready) or any(not each.done() for each in self.tasks)

    def pending_timers(self) -> int:
        """Count the timers that are set and not cancelled."""
        return sum(not timer.cancelled() for timer in self._scheduled)

    # What asyncio's own loop calls or expects of a subclass.

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
        self._check_closed()
        if executor is None:
            self._check_default_executor()
            executor = self._default_executor or ThreadPoolExecutor(thread_name_prefix="asyncio")
            self._default_executor = executor
        call = executor.submit(func, *args)
        future = asyncio.wrap_future(call, loop=self)
        # The call, not the future, which may be cancelled while the thread runs on. Its callback is
        # added last, so that the loop has the result before the call stops counting.
        self._threads.expect(call)
        return future

    def _write_to_self(self) -> None:
        self._threads.wake()

    def _process_events(self, event_list: Sequence[ExternalEvent]) -> None:
        self._ready.extend(event_list)

    def _environment_acts(self, timeout: float | None) -> Sequence[ExternalEvent]:
        """Decide what the environment does in this iteration, and let time pass if it does so.

        This is what a selector's `select` is in other loops.

        Args:
            timeout: 0 if callbacks are ready, or timers due.

        Returns:
            The events that complete in this iteration, in order.

        Raises:
            NothingCanRun: If the loop would wait for ever.
            TooManyIterations: If the awaited coroutine has not advanced for too long.
        """
        self.iteration += 1
        if self._threads.running:
            self.last_advance = self.last_thread = self.iteration  # main may wait for a thread
        try:
            if self.given_up or self.iteration - self.last_advance > self._iterations:
                raise TooManyIterations  # noqa: TRY301 - so that it is kept, as all others are
            return self._while_busy() if timeout == 0 else self._when_idle()
        except BaseException as error:
            self.broken_by = error
            raise

    def _while_busy(self) -> Sequence[ExternalEvent]:
        chosen: Sequence[ExternalEvent] = ()
        anytime = self.environment.anytime
        self._busy += 1
        if self._busy % BUSY_PATIENCE == 0:
            timers = self._time_can_pass()
            if anytime or timers:
                self.forced = True
            if anytime:
                chosen = (self.environment.take(0),)
            if timers:
                self._pass_time()
            return chosen
        if anytime:
            early = self._choices.choose("quiet:early", len(anytime) + 1, self._waiters_early)
            chosen = (self.environment.take(early - 1),) if early else ()
        timers = self._scheduled and self._time_can_pass()  # mostly there are none
        if timers and self._choices.choose("quiet:time", 2, _waiters_in_time):
            self._pass_time()
        return chosen

    def _when_idle(self) -> Sequence[ExternalEvent]:
        self._busy = 0
        events = len(self.environment.anytime) + len(self.environment.idle)
        timers = self._time_can_pass()
        options = events + timers
        if self._threads.running and self._threads.spoke(patient=not options):
            return ()
        if not options:
            if self._threads.stranger_spoke(self._default_executor):
                return ()
            raise NothingCanRun
        answer = self._choices.choose("next", options, self._waiters_next) if options > 1 else 0
        if timers:
            self._postponed += 1
            if self._postponed > TIMER_PATIENCE:
                self.forced = True
                answer = events
        if answer == events:
            self._pass_time()
            return ()
        chosen = [self.environment.take(answer)]
        for left in range(events - 1, 0, -1):
            also = self._choices.choose("quiet:also", left + 1, self._waiters_also)
            if not also:
                break
            chosen.append(self.environment.take(also - 1))
        return chosen

    def _waiters_early(self) -> list[Hashable]:
        return [NOTHING, *(each.waiter for each in self.environment.anytime)]

    def _waiters_also(self) -> list[Hashable]:
        return [NOTHING, *self.environment.waiters]

    def _waiters_next(self) -> list[Hashable]:
        return [*self.environment.waiters, *([CLOCK] if self._time_can_pass() else [])]

    def _time_can_pass(self) -> bool:
        """Tell if there is a timer to wait for; one set for infinity never fires."""
        return bool(self._scheduled) and self._now < self._scheduled[0].when() < math.inf

    def _pass_time(self) -> None:
        self._postponed = 0
        self._now = self._scheduled[0].when()
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

    # What subclasses extend.

    def _new_external_event(
        self, label: str, readiness: Readiness, waiter: Hashable
    ) -> ExternalEvent:
        return ExternalEvent(self, self.environment, label, readiness, waiter)


def _waiters_in_time() -> Sequence[Hashable]:
    return NOTHING, CLOCK
