"""A loop that knows the cause of everything it runs: `CauseTrackingLoop`.

A failing run that is to be shown is run once more on this loop. Everything happens as on the
`SimulatedLoop`, but everything that enters the queue of ready callbacks is examined (what put it
there, and why), and so are calls of `Task.cancel`.
"""

import asyncio
import inspect
import threading
from asyncio import Task
from asyncio.events import Handle
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from types import FrameType
from typing import Any, Final, Protocol

from haiway_conformance.simulated_loop.cancel_tracking_task import (
    CancelTrackingTask,
    caller_of_cancel,
)
from haiway_conformance.simulated_loop.causes import (
    CancelCall,
    CancelRequested,
    Cause,
    Deviation,
    EventCompleted,
    Step,
    TaskEnded,
    TaskStarted,
    ThreadCalled,
    TimerFired,
    Woken,
    Yielded,
)
from haiway_conformance.simulated_loop.choices import CLOCK, Canonical, Choices, Waiters, no_waiters
from haiway_conformance.simulated_loop.environment import ExternalEvent
from haiway_conformance.simulated_loop.loop import SimulatedLoop
from haiway_conformance.simulated_loop.task import SimulatedTask
from haiway_conformance.simulated_loop.timer import Timer

__all__ = ("CauseListener", "CauseTrackingLoop")

_TIE: Final = "tie"
_TIMER: Final = "a timer fires"


class CauseListener(Protocol):
    """Names tasks for a loop, and is notified of what only the loop knows."""

    def name(self, task: Task[Any]) -> str:
        """Return a task's name.

        Args:
            task: Any task; it may not have begun.
        """
        ...

    def cancel_called(self, call: CancelCall) -> None:
        """Note a call of `Task.cancel`, before it is carried out.

        Args:
            call: The call.
        """
        ...

    def deviated(self, deviation: Deviation) -> None:
        """Note that the environment acts differently than in the canonical run.

        Args:
            deviation: How it acts.
        """
        ...


class CauseTrackingLoop(SimulatedLoop):
    """A simulated loop that finds out why it runs what it runs.

    Args:
        listener: Names tasks, and is notified.
        choices: As for `SimulatedLoop`.
        task_factory: As for `SimulatedLoop`. For tasks that asyncio's own factories would make, the
            loop knows what cancels them; for others, only if they are suspended.

    Attributes:
        step: What the loop runs now, or has run last.
    """

    _thread_id: int | None

    _kind_of_task = CancelTrackingTask

    def __init__(
        self,
        listener: CauseListener,
        choices: Choices | None = None,
        *,
        task_factory: Callable[..., Any] | None = None,
    ) -> None:
        source = _ReportingDeviations(choices or Canonical(), self._deviates)
        super().__init__(source, task_factory=task_factory)
        self._listener = listener
        self._ready = _ReportingQueue(self._arrives, self._runs)
        self._causes: dict[int, tuple[object, Cause]] = {}
        self._cancel_calls: dict[Task[Any], CancelCall] = {}
        self._deviations: dict[Hashable, tuple[int, Deviation]] = {}
        self._stepping: Task[Any] | None = None
        self.step = Step(0, TaskStarted(""))

    @property
    def current_task_name(self) -> str | None:
        """The name of the task that runs now; None in other callbacks."""
        task = asyncio.current_task(self)
        return None if task is None else self._listener.name(task)

    @property
    def enclosing_task_name(self) -> str | None:
        """The name of the task within whose step an eager one makes its first; None for none."""
        outer = self._stepping
        if outer is None or asyncio.current_task(self) is outer:
            return None
        return self._listener.name(outer)

    def cancel_called(self, task: Task[Any], frame: FrameType | None) -> None:
        """Note that a task is cancelled.

        Args:
            task: The task.
            frame: The frame of its method `cancel`.
        """
        function, module, passed_on_by = caller_of_cancel(frame, self._listener.name)
        target = self._listener.name(task)
        call = CancelCall(
            target, self.current_task_name, self.step.cause, function, module, passed_on_by
        )
        self._cancel_calls.setdefault(task, call)  # the first one is what cancels it
        self._listener.cancel_called(call)

    def _arrives(self, handle: Handle | ExternalEvent) -> None:
        self._causes[id(handle)] = (handle, self._cause(handle))

    def _runs(self, handle: Handle | ExternalEvent) -> None:
        _, cause = self._causes.pop(id(handle))
        task = None if isinstance(handle, ExternalEvent) else _task_of(handle)
        if task is not None:
            call = self._cancel_calls.pop(task, None)
            if getattr(task, "_must_cancel", False) and not isinstance(cause, CancelRequested):
                cause = CancelRequested(call)
        self._stepping = task
        self.step = Step(self.step.number + 1, cause)

    def _cause(self, handle: Handle | ExternalEvent) -> Cause:
        if isinstance(handle, ExternalEvent):
            return EventCompleted(handle.label, self._deviation(handle))
        if isinstance(handle, Timer):
            tied = self._deviation((_TIE, handle.waiter))
            return TimerFired(tied or self._deviation(CLOCK))
        if self._thread_id not in (None, threading.get_ident()):
            return ThreadCalled()
        return self._cause_inside(_task_of(handle), _future_of(handle))

    def _cause_inside(self, task: Task[Any] | None, awaited: asyncio.Future[Any] | None) -> Cause:
        """Find why code of the loop's own thread put something into the queue.

        Args:
            task: The task whose step it is; None for another callback.
            awaited: The future that has completed; None if it is no callback of a future.
        """
        here = asyncio.current_task(self)
        if task is not None and awaited is None:
            return Yielded() if task is here else TaskStarted(self.current_task_name or "")
        if task is not None and awaited is not None and awaited.cancelled():
            if task in self._cancel_calls:
                return CancelRequested(self._cancel_calls[task])
            if not isinstance(task, CancelTrackingTask) and not isinstance(awaited, Task):
                if task is here:  # a request made while it ran reaches it when it suspends
                    return CancelRequested(None)
                # Cancelling what it awaits is a part of cancelling it: that call is under way.
                self.cancel_called(task, inspect.currentframe())
                return CancelRequested(self._cancel_calls[task])
        if isinstance(awaited, Task):
            return _end_of(awaited, self._listener.name(awaited))
        # A callback acts for the same reason for which it runs.
        return self.step.cause if here is None else Woken(self._listener.name(here))

    # How the schedule deviates.

    def _deviates(self, label: str, answer: int, waiters: Waiters) -> None:
        key, deviation = self._deviation_of(label, answer, waiters)
        self._deviations[key] = (self.iteration, deviation)
        self._listener.deviated(deviation)

    def _deviation_of(
        self, label: str, answer: int, waiters: Waiters
    ) -> tuple[Hashable, Deviation]:
        events = self.environment.candidates
        match label:
            case "quiet:time":
                return CLOCK, Deviation(_TIMER, "although callbacks are ready")
            case "quiet:early":
                event, how = events[answer - 1], "although callbacks are ready"
            case "quiet:also":
                event, how = events[answer - 1], "in the same iteration"
            case "tie":
                first, chosen = waiters()[0], waiters()[answer]
                instead = f"first, instead of that of {self._name_of(first)}"
                return (_TIE, chosen), Deviation(_TIMER, instead)
            case _:
                how = f"first, instead of {events[0].label}"
                if answer == len(events):
                    return CLOCK, Deviation(_TIMER, how)
                event = events[answer]
        return event, Deviation(f"{event.label} completes", how)

    def _deviation(self, key: Hashable) -> Deviation | None:
        """Return how what happens deviates, if it was chosen in this very iteration."""
        iteration, deviation = self._deviations.pop(key, (-1, None))
        return deviation if iteration == self.iteration else None

    def _name_of(self, waiter: Hashable) -> str:
        for each in self.tasks:
            if isinstance(each, SimulatedTask) and each.number == waiter:
                return self._listener.name(each)
        return "a callback" if waiter is None else f"task {waiter}"


class _ReportingQueue(deque["Handle | ExternalEvent"]):
    """The loop's queue of ready callbacks, which reports what enters and leaves it."""

    def __init__(
        self,
        arrives: Callable[[Handle | ExternalEvent], None],
        runs: Callable[[Handle | ExternalEvent], None],
    ) -> None:
        super().__init__()
        self._arrives = arrives
        self._runs = runs

    def append(self, handle: Handle | ExternalEvent, /) -> None:
        self._arrives(handle)
        super().append(handle)

    def extend(self, handles: Iterable[Handle | ExternalEvent], /) -> None:
        for each in handles:
            self.append(each)

    def popleft(self) -> Handle | ExternalEvent:
        handle = super().popleft()
        self._runs(handle)
        return handle


class _ReportingDeviations:
    """Passes questions on to another source, and reports answers that are not canonical."""

    def __init__(self, source: Choices, deviates: Callable[[str, int, Waiters], None]) -> None:
        self._source = source
        self._deviates = deviates

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:
        answer = self._source.choose(label, options, waiters)
        if answer:
            self._deviates(label, answer, waiters)
        return answer


def _task_of(handle: Handle) -> Task[Any] | None:
    """Return the task (in C or in Python) whose step a callback is; None for other callbacks."""
    owner = getattr(_part(handle, "_callback"), "__self__", None)
    return owner if isinstance(owner, Task) else None  # pyright: ignore[reportUnknownVariableType]


def _future_of(handle: Handle) -> asyncio.Future[Any] | None:
    """Return the future whose callback it is; None for other callbacks."""
    for argument in (_part(handle, "_args") or ())[:1]:
        if asyncio.isfuture(argument) and argument.done():
            return argument
    return None


def _part(handle: Handle, name: str) -> Any:
    return getattr(handle, name, None)


def _end_of(task: Task[Any], name: str) -> TaskEnded:
    if task.cancelled():
        return TaskEnded(name, "was cancelled")
    # `task.exception()` would mark the exception as retrieved, and asyncio would not log it.
    failed = getattr(task, "_exception", None) is not None
    return TaskEnded(name, "failed" if failed else "returned")
