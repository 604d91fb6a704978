"""A simulated loop whose course is written down: `FollowedLoop`."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from haiway_conformance.simulation.choices import Choices
from haiway_conformance.simulation.course import Course, Queue, SeenEvent
from haiway_conformance.simulation.environment import ExternalEvent, Readiness
from haiway_conformance.simulation.loop import SimulatedLoop

__all__ = ("FollowedLoop",)


class FollowedLoop(SimulatedLoop):
    """A simulated loop that tells its course what happens.

    Args:
        course: Writes it down.
        choices: As for `SimulatedLoop`.
        task_factory: As for `SimulatedLoop`.
        iterations: As for `SimulatedLoop`.
    """

    def __init__(
        self,
        course: Course,
        choices: Choices | None = None,
        *,
        task_factory: Callable[..., Any] | None = None,
        iterations: int = 10_000,
    ) -> None:
        super().__init__(choices, task_factory=task_factory, iterations=iterations)
        self._course: Course | None = course
        self._ready = Queue(course, self._ready)

    def settle(self) -> None:
        """Ask no more questions, and write down nothing more."""
        super().settle()
        if self._course is not None:
            self._course.close()
            self._course = None

    def _new_external_event(
        self, label: str, readiness: Readiness, waiter: Hashable
    ) -> ExternalEvent:
        if self._course is None:
            return super()._new_external_event(label, readiness, waiter)
        return SeenEvent(self._course, self, self.environment, label, readiness, waiter)

    def _environment_acts(self, timeout: float | None) -> Sequence[ExternalEvent]:
        if self._course is not None:
            self._course.turn(len(self._ready), self.environment.anytime)
        return super()._environment_acts(timeout)

    def _insists(self) -> None:
        super()._insists()
        if self._course is not None:
            self._course.forced = True
