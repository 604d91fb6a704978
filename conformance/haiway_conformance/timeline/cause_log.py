"""The record of why everything in a run happened: `CauseLog`."""

import asyncio
from asyncio import Task
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from haiway_conformance.simulated_loop import (
    CancelCall,
    CauseTrackingLoop,
    Choices,
    Clock,
    Deviation,
    Did,
    SimulatedLoop,
    Step,
    Trace,
)

__all__ = ("CauseLog", "EventContext", "LoggedCancel")


@dataclass(frozen=True, slots=True)
class EventContext:
    """The callback that the loop was running when something happened.

    Attributes:
        step: The callback that the loop ran.
        task: The name of the task that ran; None in a callback.
        enclosing_task: The name of the task within whose step that one made its first; None for
            none.
    """

    step: Step
    task: str | None
    enclosing_task: str | None


@dataclass(frozen=True, slots=True)
class LoggedCancel:
    """A call of `Task.cancel`, and when it was made.

    Attributes:
        call: The call.
        before: The number of the event before which it was made.
        context: What the loop was running.
        time: The virtual time, in seconds.
        iteration: The loop iteration.
    """

    call: CancelCall
    before: int
    context: EventContext
    time: float
    iteration: int


class CauseLog:
    """Records the causes of one run. Every run needs a new log.

    Attributes:
        contexts: For each event of the trace, what the loop was running.
        cancels: The calls of `Task.cancel`, until the trace was closed.
        deviations: The loop iterations in which the environment acted differently than in the
            canonical run, and how.
    """

    def __init__(self) -> None:
        self.contexts: list[EventContext] = []
        self.cancels: list[LoggedCancel] = []
        self.deviations: list[tuple[int, Deviation]] = []
        self._known: Callable[[Task[Any]], str | None] = lambda _: None
        # Weak, because the implementation's tasks must be collected as in any other run.
        self._names: WeakKeyDictionary[Task[Any], str] = WeakKeyDictionary()
        self._taken: Counter[str] = Counter()
        self._loop: CauseTrackingLoop | None = None
        self._trace: _ReportingTrace | None = None

    def loop(self, choices: Choices, *, task_factory: Callable[..., Any] | None) -> SimulatedLoop:
        """Make the loop, as `SimulatedLoop` is made.

        Args:
            choices: As for `SimulatedLoop`.
            task_factory: As for `SimulatedLoop`.
        """
        self._loop = CauseTrackingLoop(self, choices, task_factory=task_factory)
        return self._loop

    def trace(self, clock: Clock) -> Trace:
        """Make the trace, as `Trace` is made.

        Args:
            clock: As for `Trace`.
        """
        self._trace = _ReportingTrace(clock, self._event)
        return self._trace

    def name_by(self, known: Callable[[Task[Any]], str | None]) -> None:
        """Set how the program names tasks.

        Args:
            known: Returns a task's name; None for a task of which the program knows nothing.
        """
        self._known = known

    # What the loop reports.

    def name(self, task: Task[Any]) -> str:
        """Return a task's name.

        A task that the program does not know has the name of what it runs for the program, such as
        a generator; until then, that of its function.
        """
        known = self._known(task) or self._names.get(task)
        if known is None:
            known = self._names[task] = self._named_by_function(task)
        return known

    def cancel_called(self, call: CancelCall) -> None:
        """Record a call of `Task.cancel`."""
        loop, trace = self._loop, self._trace
        if loop is not None and trace is not None and trace.is_open:
            context = EventContext(loop.step, call.by, loop.enclosing_task_name)
            self.cancels.append(
                LoggedCancel(call, len(trace), context, loop.time(), loop.iteration)
            )

    def deviated(self, deviation: Deviation) -> None:
        """Record that the environment acts differently than in the canonical run."""
        if self._loop is not None:
            self.deviations.append((self._loop.iteration, deviation))

    def _named_by_function(self, task: Task[Any]) -> str:
        if task.done():
            # It ended while it was made: an eager task, which has no coroutine any more. Some
            # releases of CPython crash if they are asked for it.
            function = "eager task"
        else:
            coroutine = task.get_coro()
            qualified = getattr(coroutine, "__qualname__", type(coroutine).__name__)
            function = f"{qualified.rpartition('<locals>.')[2]}()"
        self._taken[function] += 1
        number = self._taken[function]
        return function if number == 1 else f"{function} {number}"

    def _event(self, lane: str) -> None:
        loop = self._loop
        if loop is not None:
            task = asyncio.current_task(loop) if loop.is_running() else None
            if task is not None and self._known(task) is None:
                self._names[task] = lane
            self.contexts.append(
                EventContext(loop.step, loop.current_task_name, loop.enclosing_task_name)
            )


class _ReportingTrace(Trace):
    """A trace that reports every event before it records it."""

    def __init__(self, clock: Clock, report: Callable[[str], None]) -> None:
        super().__init__(clock)
        self._report = report

    def record(self, task: str, did: Did, subject: str, detail: str = "") -> None:
        if self.is_open:
            self._report(task)
        super().record(task, did, subject, detail)
