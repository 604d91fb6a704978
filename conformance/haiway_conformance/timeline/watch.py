"""What is noted while a run is watched: `Watch`."""

import asyncio
from asyncio import Task
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from haiway_conformance.simulation import (
    Choices,
    Deviation,
    Did,
    Request,
    SimulatedLoop,
    Step,
    Trace,
    WatchedLoop,
)

__all__ = ("Asking", "Moment", "Watch")


@dataclass(frozen=True, slots=True)
class Moment:
    """In what an event happened.

    Attributes:
        step: What the loop ran.
        task: The name of the task that ran; None in a callback.
        around: The name of the task within whose step that one made its first; None for none.
    """

    step: Step
    task: str | None
    around: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """A call of `Task.cancel`.

    Attributes:
        request: The call.
        before: The number of the event before which it was made.
        moment: In what.
        time: The virtual time, in seconds.
        iteration: The loop iteration.
    """

    request: Request
    before: int
    moment: Moment
    time: float
    iteration: int


class Watch:
    """Watches one run. Every run needs a new one.

    Attributes:
        moments: Of each event of the trace, in what it happened.
        requests: The calls of `Task.cancel`, until the trace was closed.
        deviations: In which iteration the world did something else than in the canonical run.
    """

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.requests: list[Asking] = []
        self.deviations: list[tuple[int, Deviation]] = []
        self._known: Callable[[Task[Any]], str | None] = lambda _: None
        # Of tasks of the implementation. It must be able to lose them as ever.
        self._names: WeakKeyDictionary[Task[Any], str] = WeakKeyDictionary()
        self._taken: Counter[str] = Counter()
        self._loop: WatchedLoop | None = None
        self._trace: _Noting | None = None

    def loop(
        self, choices: Choices, *, task_factory: Callable[..., Any] | None, iterations: int
    ) -> SimulatedLoop:
        """Make the loop, as `SimulatedLoop` is made.

        Args:
            choices: As there.
            task_factory: As there.
            iterations: As there.
        """
        self._loop = WatchedLoop(self, choices, task_factory=task_factory, iterations=iterations)
        return self._loop

    def trace(self, now: Callable[[], tuple[int, float]]) -> Trace:
        """Make the trace, as `Trace` is made.

        Args:
            now: As there.
        """
        self._trace = _Noting(now, self._note)
        return self._trace

    def name_by(self, known: Callable[[Task[Any]], str | None]) -> None:
        """Say how the program names tasks.

        Args:
            known: Gives a task's name; None for a task of which the program knows nothing.
        """
        self._known = known

    # What the loop tells.

    def name(self, task: Task[Any]) -> str:
        """Give a task's name.

        One that the program does not know has the name of what it carries out for the program, such
        as a generator; until it does so, that of its function.
        """
        known = self._known(task) or self._names.get(task)
        if known is None:
            known = self._names[task] = self._named_by_function(task)
        return known

    def requested(self, request: Request) -> None:
        """Hear of a call of `Task.cancel`."""
        loop, trace = self._loop, self._trace
        if loop is not None and trace is not None and trace.is_open:
            moment = Moment(loop.step, request.by, loop.around)
            self.requests.append(Asking(request, len(trace), moment, loop.time(), loop.iteration))

    def deviated(self, deviation: Deviation) -> None:
        """Hear that the world does something else than in the canonical run."""
        if self._loop is not None:
            self.deviations.append((self._loop.iteration, deviation))

    def _named_by_function(self, task: Task[Any]) -> str:
        if task.done():
            # It ended while it was made: an eager one, which has no coroutine any more. Some
            # releases of CPython crash if they are asked for it.
            function = "eager task"
        else:
            coroutine = task.get_coro()
            qualified = getattr(coroutine, "__qualname__", type(coroutine).__name__)
            function = f"{qualified.rpartition('<locals>.')[2]}()"
        self._taken[function] += 1
        number = self._taken[function]
        return function if number == 1 else f"{function} {number}"

    def _note(self, lane: str) -> None:
        loop = self._loop
        if loop is not None:
            task = asyncio.current_task(loop) if loop.is_running() else None
            if task is not None and self._known(task) is None:
                self._names[task] = lane
            self.moments.append(Moment(loop.step, loop.present, loop.around))


class _Noting(Trace):
    """A trace that tells of every event."""

    def __init__(self, now: Callable[[], tuple[int, float]], note: Callable[[str], None]) -> None:
        super().__init__(now)
        self._note = note

    def record(self, task: str, did: Did, subject: str, detail: str = "") -> None:
        if self.is_open:
            self._note(task)
        super().record(task, did, subject, detail)
