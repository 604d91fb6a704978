"""A simulated loop whose canonical history is recorded: `HistoryLoop`."""

from asyncio.events import Handle
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from haiway_conformance.simulated_loop.canonical_history import CanonicalHistory, ObservedEvent
from haiway_conformance.simulated_loop.choices import Choices
from haiway_conformance.simulated_loop.environment import ExternalEvent, Readiness
from haiway_conformance.simulated_loop.loop import SimulatedLoop

__all__ = ("HistoryLoop",)


class HistoryLoop(SimulatedLoop):
    """A simulated loop that records what happens in a canonical history.

    Args:
        history: Records the run.
        choices: As for `SimulatedLoop`.
        task_factory: As for `SimulatedLoop`.
    """

    def __init__(
        self,
        history: CanonicalHistory,
        choices: Choices | None = None,
        *,
        task_factory: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(choices, task_factory=task_factory)
        self._history: CanonicalHistory | None = history
        self._ready = _RecordedQueue(history, self._ready)

    def settle(self) -> None:
        """Ask no more questions, and record nothing more."""
        super().settle()
        if self._history is not None:
            self._history.forced = self.forced
            self._history.close()
            self._history = None

    def _new_external_event(
        self, label: str, readiness: Readiness, waiter: Hashable
    ) -> ExternalEvent:
        if self._history is None:
            return super()._new_external_event(label, readiness, waiter)
        return ObservedEvent(self._history, self, self.environment, label, readiness, waiter)

    def _environment_acts(self, timeout: float | None) -> Sequence[ExternalEvent]:
        if self._history is not None:
            self._history.turn(len(self._ready), self.environment.anytime)
        return super()._environment_acts(timeout)


class _RecordedQueue(deque[Handle | ExternalEvent]):
    """The loop's queue of ready callbacks, which records what enters and leaves it."""

    def __init__(self, history: CanonicalHistory, items: Sequence[Handle | ExternalEvent]) -> None:
        super().__init__(items)
        self._history = history

    def append(self, x: Handle | ExternalEvent) -> None:
        # asyncio adds callbacks one at a time; the environment's events come by `extend`, and
        # count only when they complete.
        self._history.scheduled(x)
        super().append(x)

    def popleft(self) -> Handle | ExternalEvent:
        item = super().popleft()
        self._history.begins(item)
        return item
