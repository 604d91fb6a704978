"""A loop that knows why it runs what: `WatchedLoop`.

A failing run that is to be shown is run once more on it. Everything happens as on the
`SimulatedLoop`, but all that enters the queue of ready callbacks is looked at (who put it there,
and what for), and so are calls of `Task.cancel`.
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

from haiway_conformance.simulation.causes import (
    Asked,
    Cause,
    Completed,
    Deviation,
    Ended,
    Fired,
    GaveWay,
    Outside,
    Request,
    Started,
    Step,
    Woken,
)
from haiway_conformance.simulation.choices import CLOCK, Canonical, Choices, Waiters, no_waiters
from haiway_conformance.simulation.environment import ExternalEvent
from haiway_conformance.simulation.loop import SimulatedLoop
from haiway_conformance.simulation.task import SimulatedTask, registering
from haiway_conformance.simulation.timer import Timer
from haiway_conformance.simulation.watched_task import WatchedTask, caller

__all__ = ("WatchedLoop", "Watcher")

_TIE: Final = "tie"
_TIMER: Final = "a timer fires"


class Watcher(Protocol):
    """Who watches a loop."""

    def name(self, task: Task[Any]) -> str:
        """Give a task's name.

        Args:
            task: Any task; it may not have begun.
        """
        ...

    def requested(self, request: Request) -> None:
        """Hear of a call of `Task.cancel`, before it is carried out.

        Args:
            request: The call.
        """
        ...

    def deviated(self, deviation: Deviation) -> None:
        """Hear that the world does something else than in the canonical run.

        Args:
            deviation: What.
        """
        ...


class WatchedLoop(SimulatedLoop):
    """A simulated loop that finds out why it runs what it runs.

    Args:
        watcher: Who is told.
        choices: As for `SimulatedLoop`.
        task_factory: As for `SimulatedLoop`. Of tasks that asyncio's own factories would make, it
            is known who asks them to stop; of others, only if they are suspended.
        iterations: As for `SimulatedLoop`.
    """

    _thread_id: int | None

    def __init__(
        self,
        watcher: Watcher,
        choices: Choices | None = None,
        *,
        task_factory: Callable[..., Any] | None = None,
        iterations: int = 10_000,
    ) -> None:
        source = _Deviating(choices or Canonical(), self._deviates)
        super().__init__(source, task_factory=task_factory, iterations=iterations)
        self.set_task_factory(registering(self.tasks, task_factory, WatchedTask))
        self._watcher = watcher
        self._ready = _Queue(self._arrives, self._runs)
        self._causes: dict[int, tuple[object, Cause]] = {}
        self._asked: dict[Task[Any], Request] = {}
        self._deviations: dict[Hashable, tuple[int, Deviation]] = {}
        self._stepping: Task[Any] | None = None
        self.step = Step(0, Started(""))

    @property
    def present(self) -> str | None:
        """The name of the task that runs now; None in other callbacks."""
        task = asyncio.current_task(self)
        return None if task is None else self._watcher.name(task)

    @property
    def around(self) -> str | None:
        """The name of the task in whose step an eager one makes its first; None if none does."""
        outer = self._stepping
        if outer is None or asyncio.current_task(self) is outer:
            return None
        return self._watcher.name(outer)

    def ask(self, task: Task[Any], frame: FrameType | None) -> None:
        """Note that a task is asked to stop.

        Args:
            task: The task.
            frame: That of its method `cancel`.
        """
        function, module, along = caller(frame, self._watcher.name)
        target = self._watcher.name(task)
        request = Request(target, self.present, self.step.cause, function, module, along)
        self._asked.setdefault(task, request)  # the first one is what stops it
        self._watcher.requested(request)

    def _arrives(self, handle: Handle | ExternalEvent) -> None:
        self._causes[id(handle)] = (handle, self._cause(handle))

    def _runs(self, handle: Handle | ExternalEvent) -> None:
        _, cause = self._causes.pop(id(handle))
        task = None if isinstance(handle, ExternalEvent) else _task_of(handle)
        if task is not None:
            request = self._asked.pop(task, None)
            if getattr(task, "_must_cancel", False) and not isinstance(cause, Asked):
                cause = Asked(request)
        self._stepping = task
        self.step = Step(self.step.number + 1, cause)

    def _cause(self, handle: Handle | ExternalEvent) -> Cause:
        if isinstance(handle, ExternalEvent):
            return Completed(handle.label, self._deviation(handle))
        if isinstance(handle, Timer):
            tied = self._deviation((_TIE, handle.waiter))
            return Fired(tied or self._deviation(CLOCK))
        if self._thread_id not in (None, threading.get_ident()):
            return Outside()
        return self._cause_inside(_task_of(handle), _future_of(handle))

    def _cause_inside(self, task: Task[Any] | None, awaited: asyncio.Future[Any] | None) -> Cause:
        """Why a step of a task, or another callback, was put into the queue.

        Args:
            task: Whose step it is; None for another callback.
            awaited: The future that has completed; None if it is no callback of a future.
        """
        here = asyncio.current_task(self)
        if task is not None and awaited is None:
            return GaveWay() if task is here else Started(self.present or "")
        if task is not None and awaited is not None and awaited.cancelled():
            if task in self._asked:
                return Asked(self._asked[task])
            if not isinstance(task, WatchedTask) and not isinstance(awaited, Task):
                if task is here:  # a request that came while it ran reaches it as it suspends
                    return Asked(None)
                # Who cancels what it awaits, asks it to stop: that call is under way.
                self.ask(task, inspect.currentframe())
                return Asked(self._asked[task])
        if isinstance(awaited, Task):
            return _end_of(awaited, self._watcher.name(awaited))
        # What a callback does comes of what made it run.
        return self.step.cause if here is None else Woken(self._watcher.name(here))

    # How the schedule deviates.

    def _deviates(self, label: str, answer: int, waiters: Waiters) -> None:
        key, deviation = self._deviation_of(label, answer, waiters)
        self._deviations[key] = (self.iteration, deviation)
        self._watcher.deviated(deviation)

    def _deviation_of(
        self, label: str, answer: int, waiters: Waiters
    ) -> tuple[Hashable, Deviation]:
        points = [*self.environment.anytime, *self.environment.idle]
        match label:
            case "quiet:time":
                return CLOCK, Deviation(_TIMER, "although callbacks are ready")
            case "quiet:early":
                point, how = points[answer - 1], "although callbacks are ready"
            case "quiet:also":
                point, how = points[answer - 1], "in the same iteration"
            case "tie":
                first, chosen = waiters()[0], waiters()[answer]
                instead = f"first, instead of that of {self._name_of(first)}"
                return (_TIE, chosen), Deviation(_TIMER, instead)
            case _:
                how = f"first, instead of {points[0].label}"
                if answer == len(points):
                    return CLOCK, Deviation(_TIMER, how)
                point = points[answer]
        return point, Deviation(f"{point.label} completes", how)

    def _deviation(self, key: Hashable) -> Deviation | None:
        """How what happens deviates, if it was chosen in this very iteration."""
        iteration, deviation = self._deviations.pop(key, (-1, None))
        return deviation if iteration == self.iteration else None

    def _name_of(self, waiter: Hashable) -> str:
        for each in self.tasks:
            if isinstance(each, SimulatedTask) and each.number == waiter:
                return self._watcher.name(each)
        return "a callback" if waiter is None else f"task {waiter}"


class _Queue(deque["Handle | ExternalEvent"]):
    """The loop's queue of what is ready, which tells what enters and leaves it."""

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


class _Deviating:
    """Tells which answers of a source are not canonical."""

    def __init__(self, source: Choices, deviates: Callable[[str, int, Waiters], None]) -> None:
        self._source = source
        self._deviates = deviates

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:
        answer = self._source.choose(label, options, waiters)
        if answer:
            self._deviates(label, answer, waiters)
        return answer


def _task_of(handle: Handle) -> Task[Any] | None:
    """The task whose step a callback is, for tasks in C and in Python; None for other callbacks."""
    owner = getattr(_part(handle, "_callback"), "__self__", None)
    return owner if isinstance(owner, Task) else None  # pyright: ignore[reportUnknownVariableType]


def _future_of(handle: Handle) -> asyncio.Future[Any] | None:
    """The future whose callback it is; None for other callbacks."""
    for given in (_part(handle, "_args") or ())[:1]:
        if asyncio.isfuture(given) and given.done():
            return given
    return None


def _part(handle: Handle, name: str) -> Any:
    return getattr(handle, name, None)


def _end_of(task: Task[Any], name: str) -> Ended:
    if task.cancelled():
        return Ended(name, "was cancelled")
    # Asked in any other way, it would not complain any more that nobody has looked at its error.
    failed = getattr(task, "_exception", None) is not None
    return Ended(name, "failed" if failed else "returned")
