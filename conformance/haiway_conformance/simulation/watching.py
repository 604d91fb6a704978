"""A run, watched: what every task did at each of its steps, and why: `Watcher`."""

from asyncio import Task
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from haiway_conformance.simulated_loop import (
    CancelCall,
    CancelRequested,
    Cause,
    CauseTrackingLoop,
    Choices,
    Deviation,
    Did,
    EventCompleted,
    ExternalEvent,
    TimerFired,
)
from haiway_conformance.simulated_loop.choices import Waiters
from haiway_conformance.simulation.finding import described
from haiway_conformance.simulation.names import MAIN, TaskNames
from haiway_conformance.simulation.network import PART
from haiway_conformance.simulation.places import place_of, raised_at
from haiway_conformance.simulation.program_loop import OUTCOME, ProgramLoop
from haiway_conformance.timeline import Row, Timeline
from haiway_conformance.timeline.reasons import reason_of, source_of

if TYPE_CHECKING:
    from asyncio.events import Handle

__all__ = ("Watcher",)

# The modules in which requests to cancel from outside are made.
_OUTSIDE: Final = "haiway_conformance.simulation."

# How the loop says that an event happens, whose name is a sentence here.
_COMPLETES: Final = " completes"


class Watcher:
    """Watches one run, and writes down what happens in it, a row for each step of a task.

    Every run needs a new one.
    """

    def __init__(self) -> None:
        self._loop: _WatchedLoop | None = None
        self._rows: list[Row] = []
        self._names = TaskNames()
        self._deviations: list[Deviation] = []
        self._open = True

    def loop(self, choices: Choices, task_factory: Callable[..., Any] | None) -> ProgramLoop:
        """Make the loop.

        Args:
            choices: Answers the questions of the run.
            task_factory: As `loop.set_task_factory` takes it.
        """
        self._loop = _WatchedLoop(self, choices, task_factory=task_factory)
        self._loop.notes = self
        return self._loop

    @property
    def timeline(self) -> Timeline:
        """The rows so far, and their columns."""
        lanes = dict.fromkeys([MAIN, *(each.lane for each in self._rows)])
        return Timeline(tuple(lanes), tuple(self._rows), explained=True)

    def close(self) -> None:
        """Write down nothing more: what follows is the clean-up."""
        self._open = False

    def name(self, task: Task[Any]) -> str:
        """Return a task's name; see `TaskNames`."""
        return self._names.of(task)

    def cancel_called(self, call: CancelCall) -> None:
        """Write down a call of `Task.cancel`."""
        loop = self._loop
        if loop is None:
            return
        by = call.by
        # A task's own call belongs to the step that it is in.
        lane, text = (by, f"cancels {call.target}") if by else (call.target, "is cancelled")
        reason = "from outside" if _is_from_outside(call) else source_of(call, "")
        self._add(lane, text, reason, subject=call.target)

    def deviated(self, deviation: Deviation) -> None:
        """Write down that the environment acts differently than in the canonical run."""
        self._deviations.append(deviation)

    def note(self, text: str) -> None:
        """Write down what the program notes."""
        if self._loop is not None:
            self._add(self._loop.current_task_name or "a callback", text, "noted")

    def stepped(self, task: Task[Any], reason: str, deviation: Deviation | None) -> None:
        """Write down what a task did in a step.

        Args:
            task: The task, which is suspended again, or has ended.
            reason: Why it made the step.
            deviation: How that differs from the canonical run; None if it does not.
        """
        text, did = _after_step(task)
        self._add(self.name(task), text, reason, did, deviation=deviation)

    def _add(
        self,
        lane: str,
        text: str,
        reason: str,
        did: Did | None = None,
        *,
        subject: str = "",
        deviation: Deviation | None = None,
    ) -> None:
        loop = self._loop
        if loop is None or not self._open:
            return
        here = [deviation] if deviation else []
        # What nothing in the program has noticed yet is shown in the next row.
        shown = dict.fromkeys(map(_deviating, [*here, *self._deviations]))
        self._deviations.clear()
        self._rows.append(
            Row(
                loop.time(),
                loop.iteration,
                lane,
                text,
                did,
                reason,
                "; ".join(shown),
                subject or lane,
            )
        )


def _after_step(task: Task[Any]) -> tuple[str, Did]:
    """Say what has become of a task that has just made a step."""
    if not task.done():
        place = place_of(task)
        return (place.in_words if place else _outside(task)), Did.WAITS
    if task.cancelled():
        return "ends: it is cancelled", Did.STOPPED
    # `task.exception()` would mark the exception as retrieved, and asyncio would not log it.
    error: BaseException | None = getattr(task, "_exception", None)
    if error is not None:
        place = raised_at(error)
        where = f" ({place.where})" if place else ""
        [first, *_] = described(error).splitlines() or [""]
        return f"raises {first}{where}", Did.FAILED
    value = getattr(task, "_result", None)
    return ("returns" if value is None else f"returns {_short(value)}"), Did.RETURNED


def _outside(task: Task[Any]) -> str:
    """Say what a task waits for that is nothing but a call of `world.event`."""
    awaited = getattr(task, "_fut_waiter", None)
    return f"waits: {awaited.label}" if isinstance(awaited, ExternalEvent) else "is suspended"


def _deviating(deviation: Deviation) -> str:
    what = deviation.what
    if what.endswith(_COMPLETES):
        what = f"{what.removesuffix(_COMPLETES)},"
    return f"{what} {deviation.how}"


def _reason(cause: Cause) -> str:
    match cause:
        case EventCompleted(event):
            return event
        case CancelRequested(call) if call is not None and _is_from_outside(call):
            return "cancelled from outside"
        case _:
            return reason_of(cause)


def _is_from_outside(call: CancelCall) -> bool:
    return call.module.startswith(_OUTSIDE)


def _short(value: object) -> str:
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - a value of the program
        text = type(value).__name__
    return text if len(text) <= 40 else f"{text[:37]}..."  # noqa: PLR2004 - of a table's cell


class _WatchedLoop(ProgramLoop, CauseTrackingLoop):
    """A loop that tells its watcher of each step of a task.

    Args:
        watcher: The watcher.
        choices: As for `CauseTrackingLoop`.
        task_factory: As for `CauseTrackingLoop`.
    """

    def __init__(
        self,
        watcher: Watcher,
        choices: Choices,
        *,
        task_factory: Callable[..., Any] | None = None,
    ) -> None:
        self._watcher = watcher
        self._running: Task[Any] | None = None
        super().__init__(watcher, choices, task_factory=task_factory)

    def finish_step(self) -> None:
        """Tell of the step that is over."""
        task, self._running = self._running, None
        if task is not None:
            cause = self.step.cause
            deviation = cause.deviation if isinstance(cause, EventCompleted | TimerFired) else None
            first = self.step.number == 1
            reason = "the program begins" if first else _reason(cause)
            self._watcher.stepped(task, reason, deviation)

    def break_off(self) -> None:
        self.finish_step()
        self._watcher.close()

    def _runs(self, handle: "Handle | ExternalEvent") -> None:
        self.finish_step()
        super()._runs(handle)
        self._running = self._stepping

    def _environment_acts(self, timeout: float | None) -> Sequence[ExternalEvent]:
        self.finish_step()
        return super()._environment_acts(timeout)

    def _deviates(self, label: str, answer: int, waiters: Waiters) -> None:
        if label == OUTCOME:
            self._watcher.deviated(Deviation(self.outcome_of, f"with outcome {answer + 1}"))
        elif label == PART:
            self._watcher.deviated(Deviation(self.arrives_in_part, "arrives in part"))
        else:
            super()._deviates(label, answer, waiters)
