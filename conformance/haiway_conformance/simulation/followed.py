"""A simulated loop whose course is written down: `FollowedLoop`."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from haiway_conformance.simulation.choices import Choices
from haiway_conformance.simulation.course import Course, Queue, SeenPoint
from haiway_conformance.simulation.loop import SimulatedLoop
from haiway_conformance.simulation.world import Point, Readiness

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

    def _new_point(self, label: str, readiness: Readiness, waiter: Hashable) -> Point:
        if self._course is None:
            return super()._new_point(label, readiness, waiter)
        return SeenPoint(self._course, self, self.world, label, readiness, waiter)

    def _world_acts(self, timeout: float | None) -> Sequence[Point]:
        if self._course is not None:
            self._course.turn(len(self._ready), self.world.anytime)
        return super()._world_acts(timeout)

    def _insists(self) -> None:
        super()._insists()
        if self._course is not None:
            self._course.forced = True
