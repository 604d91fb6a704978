"""The simulated event loop: asyncio's own loop over a simulated environment, in virtual time.

`SimulatedLoop` leaves `run_forever` and `_run_once` of `asyncio.BaseEventLoop` as they are, so
callbacks run in asyncio's own order. It replaces only what lies outside a loop: the selector (here
the `Environment`, which has no sockets) and the clock (which moves only when the simulation says
so). A failure that it shows is therefore one that a real loop can show.

Nondeterminism enters in `SimulatedLoop._environment_acts` alone: `choices` lists the questions.
"""

import sys
from asyncio.events import Handle
from collections import deque
from collections.abc import Callable, Hashable, MutableSet, Sequence
from itertools import count
from types import SimpleNamespace
from typing import Any, Final

from haiway_conformance.simulated_loop.choices import CLOCK, NOTHING, Canonical, Choices
from haiway_conformance.simulated_loop.endings import NothingCanRun
from haiway_conformance.simulated_loop.environment import Environment, ExternalEvent, Readiness
from haiway_conformance.simulated_loop.known_tasks import KnownTasks
from haiway_conformance.simulated_loop.patience import Mark, Patience
from haiway_conformance.simulated_loop.task import SimulatedTask, registering
from haiway_conformance.simulated_loop.timer import first_set_before
from haiway_conformance.simulated_loop.virtual_time_loop import VirtualTimeLoop

__all__ = ("SimulatedLoop",)

# After this many iterations in a row in which callbacks were ready, the environment acts all the
# same: a loop that is never idle keeps neither operations from completing nor time from passing (as
# far as its `Patience` lets it).
BUSY_PATIENCE: Final = 20

# After this many choices in a row that went to external events, time passes: operations that
# complete again and again take time too, so they cannot keep a timer from firing for ever.
TIMER_PATIENCE: Final = 20


class SimulatedLoop(VirtualTimeLoop):
    """An asyncio event loop without an outside: deterministic, in virtual time.

    Args:
        choices: Answers wherever the environment could act one way or another; canonical by
            default.
        task_factory: As `loop.set_task_factory` takes it; by default tasks are `SimulatedTask`.

    Attributes:
        environment: Completes external events.
        tasks: The tasks that were created on this loop, in order, as far as they are still there.
        iteration: The number of iterations so far.
        last_step: The iteration in which the awaited coroutine made its last step (`advance`).
        last_thread: The last iteration in which a thread was running; 0 for none.
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
    _asyncgens: MutableSet[object]

    _kind_of_task: type[SimulatedTask] = SimulatedTask

    def __init__(
        self,
        choices: Choices | None = None,
        *,
        task_factory: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(choices or Canonical())
        self.environment: Final = Environment()
        self.task_numbers: Final = count(1)
        self.tasks: Final = KnownTasks()
        self.iteration = 0
        self._patience: Patience | None = None
        self.last_step = self.last_thread = 0
        self.forced = False
        self.broken_by: BaseException | None = None
        self._review = 0
        self._hurried = False
        self._busy = self._postponed = 0
        self._selector = SimpleNamespace(select=self._environment_acts)
        self.set_task_factory(task_factory)

    def set_task_factory(self, factory: Callable[..., Any] | None) -> None:
        """Set the task factory, as asyncio's loops do.

        In place of asyncio's own kinds of tasks, `SimulatedTask` is made.

        Args:
            factory: As asyncio takes it; None for lazy tasks.
        """
        super().set_task_factory(registering(self.tasks, factory, self._kind_of_task))
        self._wanted_factory = factory

    def get_task_factory(self) -> Callable[..., Any] | None:
        """Return the task factory that was set, or None."""
        return self._wanted_factory

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

    def be_patient(self, patience: Patience) -> None:
        """Begin to be patient, in place of any patience so far.

        Args:
            patience: Decides how long the loop may go on; by default it may for ever.
        """
        self._patience = patience
        self._review = 0

    def advance(self) -> None:
        """Note that the awaited coroutine makes a step."""
        self.last_step = self.iteration

    def mark(self) -> Mark:
        """Mark the present moment, for `complete_overdue`."""
        return Mark(self.environment.admitted, next(self._ranks))

    def complete_overdue(self, mark: Mark) -> bool:
        """Complete what has been pending for too long; called by a `Patience` in its review.

        Args:
            mark: The moment since when it has been pending.

        Returns:
            True if there was anything: the first external event, or the first timer if there is
            none.
        """
        if event := self.environment.take_begun_before(mark.event):
            self._process_events([event])
        elif overdue := first_set_before(self._scheduled, mark.timer):
            self._pass_time(overdue.when())
        else:
            return False
        self.forced = self._hurried = True
        return True

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

    # What asyncio's own loop calls or expects of a subclass.

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
            TooManyIterations: If the loop has gone on for too long.
        """
        self.iteration += 1
        if self._threads.running:
            self.last_thread = self.iteration
        try:
            if self.iteration >= self._review and self._reviewed():
                return ()
            return self._while_busy() if timeout == 0 else self._when_idle()
        except BaseException as error:
            self.broken_by = error
            raise

    def _pass_time(self, to: float | None = None) -> None:
        self._postponed = 0
        super()._pass_time(to)

    def _reviewed(self) -> bool:
        """Ask how long to go on, and return True if something overdue was completed thereby."""
        self._hurried = False
        self._review = self._patience.review(self) if self._patience else sys.maxsize
        return self._hurried

    def _while_busy(self) -> Sequence[ExternalEvent]:
        chosen: Sequence[ExternalEvent] = ()
        anytime = self.environment.anytime
        self._busy += 1
        if self._busy % BUSY_PATIENCE == 0:
            timers = self._time_can_pass() and self._time_passes_though_busy()
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
        timers = self._scheduled and self._time_can_pass_early()  # mostly there are none
        if timers and self._choices.choose("quiet:time", 2, _waiters_in_time):
            self._pass_time()
        return chosen

    def _time_passes_though_busy(self) -> bool:
        away = self._scheduled[0].when() - self._now
        return self._patience is None or self._patience.lets_pass(away, self._busy)

    def _when_idle(self) -> Sequence[ExternalEvent]:
        self._busy = 0
        timers = self._time_can_pass()
        environment = self.environment
        events = len(environment.anytime)
        if environment.idle and not (
            timers and environment.withhold_until(self._scheduled[0].when(), self._now)
        ):
            environment.withheld = False
            events += len(environment.idle)
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
        return [NOTHING, *(each.waiter for each in self.environment.candidates)]

    def _waiters_next(self) -> list[Hashable]:
        waiters = [each.waiter for each in self.environment.candidates]
        return [*waiters, *([CLOCK] if self._time_can_pass() else [])]

    def _time_can_pass_early(self) -> bool:
        """Tell if time may pass to the next timer although callbacks are ready."""
        return self._time_can_pass()

    def _new_external_event(
        self, label: str, readiness: Readiness, waiter: Hashable
    ) -> ExternalEvent:
        return ExternalEvent(self, self.environment, label, readiness, waiter)


def _waiters_in_time() -> Sequence[Hashable]:
    return NOTHING, CLOCK
