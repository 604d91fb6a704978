"""Judge whether `cancelling()` is balanced around scopes, helpers and deadlines: `Balance`."""

import asyncio
from collections.abc import Callable

from haiway_conformance.programs.execution.frames import Frame, Imbalance
from haiway_conformance.simulated_loop import Did, SimulatedLoop, Trace

__all__ = ("Balance",)


class Balance:
    """The requests to cancel that the program makes, and the stretches that left others behind.

    Args:
        loop: The simulated loop.
        trace: The events.

    Attributes:
        imbalances: The stretches after which `cancelling()` was not what it was before.
    """

    def __init__(self, loop: SimulatedLoop, trace: Trace) -> None:
        self.imbalances: list[Imbalance] = []
        self._loop = loop
        self._trace = trace
        self._requests: dict[str, int] = {}

    def note_request(self, task: str, change: int = 1) -> None:
        """Note that the program cancels a task, or, with -1, that the task uncancels itself.

        Args:
            task: The task's name.
            change: What it adds to the task's requests.
        """
        self._requests[task] = self._requests.get(task, 0) + change

    def begin(self, frame: Frame) -> Callable[[str], None]:
        """Begin a stretch after which `cancelling()` must be what it is now.

        Args:
            frame: The place at which the stretch is carried out.

        Returns:
            A function to be called at its end, with a description of the stretch.
        """
        current = asyncio.current_task()
        if current is None or not frame.own or frame.guarded:
            # Code other than the program may cancel this task.
            return lambda _: None
        before, requests = current.cancelling(), self._requests.get(frame.task, 0)

        def check(stretch: str) -> None:
            # The coroutine may be closed while no task, or even no loop, runs it.
            if not self._loop.is_running() or asyncio.current_task() is not current:
                return
            after, asked = current.cancelling(), self._requests.get(frame.task, 0) - requests
            if after != before and not asked:
                failed = any(each.task != frame.task for each in self._trace.of(Did.FAILED))
                self.imbalances.append(Imbalance(stretch, frame.task, before, after, failed))

        return check
