"""The loops on which people's own programs run: `ProgramLoop`, `loop_for`.

They have what the programs of the suite do without: outcomes that differ from run to run, threads
whose results come when the simulation says so, connections in memory, invariants that are checked
after every step, and a refusal in plain words for whatever a simulation cannot have.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from haiway_conformance.simulated_loop import (
    Choices,
    ExternalEvent,
    HistoryAware,
    HistoryLoop,
    Recording,
    SimulatedLoop,
)
from haiway_conformance.simulation.blocking import BlockedLoop
from haiway_conformance.simulation.network import UnixNetworkLoop
from haiway_conformance.simulation.patience import LAG
from haiway_conformance.simulation.refusals import RefusingLoop
from haiway_conformance.simulation.threads import ThreadedLoop

if TYPE_CHECKING:
    from asyncio.events import Handle

__all__ = ("OUTCOME", "InvariantBroken", "ProgramLoop", "loop_for")

OUTCOME: Final = "outcome"
"""The label of the question which outcome something outside has; 0 is the result."""


class InvariantBroken(BaseException):
    """An invariant of the program does not hold.

    It leaves the loop at once, as `KeyboardInterrupt` does, so that nothing else happens first.

    Args:
        said: What was raised by the function that checks it; None if it returned False.
        name: The name of that function.
    """

    def __init__(self, said: BaseException | None, name: str) -> None:
        super().__init__(name)
        self.said = said
        self.name = name


class Notes(Protocol):
    """Takes down what a program notes."""

    def note(self, text: str) -> None:
        """Take down what the program notes.

        Args:
            text: What it says.
        """
        ...


class ProgramLoop(BlockedLoop, ThreadedLoop, UnixNetworkLoop, RefusingLoop, SimulatedLoop):
    """A simulated loop for people's own programs; made as `SimulatedLoop` is.

    Attributes:
        notes: Takes down what the program notes; None for nobody.
        tracked: Called with the coroutine and the name of each task that is created, it returns the
            coroutine that the task runs; None for no change.
        outcome_of: What has the outcome that is being chosen.
    """

    notes: Notes | None = None
    tracked: Callable[[Any, str], Any] | None = None
    outcome_of = ""
    _outcomes = 0
    _busy_since = 0.0

    def create_task(self, coro: Any, *, name: object = None, **options: Any) -> asyncio.Task[Any]:
        """Create a task, as asyncio's loops do."""
        if self.tracked is not None:
            coro = self.tracked(coro, "" if name is None else str(name))
        return super().create_task(coro, name=name, **options)

    def choose_outcome(self, name: str, outcomes: int) -> int:
        """Choose one of several outcomes of something outside.

        Args:
            name: What happens.
            outcomes: How many there are.

        Returns:
            The number of the outcome; 0 is the canonical one.
        """
        if outcomes == 1:
            return 0
        self.outcome_of = name
        self._outcomes += 1
        number = self._outcomes
        # No two outcomes wait for the same thing: a strategy that orders tasks draws each anew.
        return self._choices.choose(
            OUTCOME, outcomes, lambda: [(OUTCOME, number, each) for each in range(outcomes)]
        )

    def add_invariant(self, check: Callable[[], object]) -> None:
        """Check something after every step of the program, from now on.

        Args:
            check: Raises, or returns False, if it does not hold.
        """
        if not isinstance(self._ready, _CheckingQueue):
            self._ready = _CheckingQueue(self._ready, self.break_off)
        self._ready.checks.append(check)

    def note(self, text: str) -> None:
        """Note something in the picture of the run, if one is drawn.

        Args:
            text: What the program says.
        """
        if self.notes is not None:
            self.notes.note(text)

    @property
    def open_generators(self) -> Collection[object]:
        """The asynchronous generators that are neither exhausted nor closed."""
        # Those that have ended stay in the set for as long as something refers to them.
        return [each for each in self._asyncgens if getattr(each, "ag_frame", None) is not None]

    def break_off(self) -> None:
        """Note that an invariant does not hold: what follows is no part of the run any more."""

    def settle(self) -> None:
        """Ask no more questions, and check no invariant any more."""
        super().settle()
        if isinstance(self._ready, _CheckingQueue):
            self._ready.checks.clear()

    def _environment_acts(self, timeout: float | None) -> Sequence[ExternalEvent]:
        if isinstance(self._ready, _CheckingQueue):
            self._ready.check()
        return super()._environment_acts(timeout)

    def _when_idle(self) -> Sequence[ExternalEvent]:
        happening = super()._when_idle()
        self._busy_since = self._now
        return happening

    def _time_can_pass_early(self) -> bool:
        return self._time_can_pass() and self._scheduled[0].when() - self._busy_since <= LAG


class _ProgramHistoryLoop(ProgramLoop, HistoryLoop):
    """The same, with the canonical history of the run."""

    def choose_outcome(self, name: str, outcomes: int) -> int:
        outcome = super().choose_outcome(name, outcomes)
        if outcomes > 1 and self._history is not None:
            self._history.chosen(outcome)
        return outcome

    def choose_part(self, what: str, parts: int) -> int:
        part = super().choose_part(what, parts)
        if self._history is not None:
            self._history.chosen(part)
        return part


def loop_for(choices: Choices, task_factory: Callable[..., Any] | None) -> ProgramLoop:
    """Make the loop that a source of choices needs.

    Args:
        choices: Answers the questions of the run.
        task_factory: As `loop.set_task_factory` takes it.
    """
    source = choices.source if isinstance(choices, Recording) else choices
    if isinstance(source, HistoryAware):
        return _ProgramHistoryLoop(source.history, choices, task_factory=task_factory)
    return ProgramLoop(choices, task_factory=task_factory)


class _CheckingQueue(deque["Handle | ExternalEvent"]):
    """Another queue of ready callbacks, with checks between them.

    Args:
        queue: The queue whose place it takes; whatever that reports is reported still.
        broken: Called when something does not hold.
    """

    def __init__(self, queue: "deque[Handle | ExternalEvent]", broken: Callable[[], None]) -> None:
        super().__init__()
        self.checks: Final[list[Callable[[], object]]] = []
        self._queue = queue
        self._broken = broken

    def check(self) -> None:
        """Check everything.

        Raises:
            InvariantBroken: If something does not hold; nothing is checked again then.
        """
        for each in self.checks:
            said = None
            try:
                holds = each() is not False
            except Exception as error:  # noqa: BLE001 - whatever it is, the check has failed
                holds, said = False, error
            if not holds:
                self.checks.clear()
                self._broken()
                raise InvariantBroken(said, getattr(each, "__name__", repr(each))) from said

    def append(self, handle: "Handle | ExternalEvent", /) -> None:
        self._queue.append(handle)

    def extend(self, handles: "Any", /) -> None:
        self._queue.extend(handles)

    def popleft(self) -> "Handle | ExternalEvent":
        self.check()
        return self._queue.popleft()

    def __len__(self) -> int:
        return len(self._queue)

    def clear(self) -> None:
        self._queue.clear()
