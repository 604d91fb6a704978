"""A recorder of what a `CauseTrackingLoop` reports: `CauseRecorder`."""

from haiway_conformance.simulated_loop import (
    CancelCall,
    Cause,
    CauseTrackingLoop,
    run_simulated,
)


class CauseRecorder:
    """Records what the loop reports, and why a program came to the points that it notes."""

    def __init__(self, choices=None, task_factory=None):
        self.calls: list[CancelCall] = []
        self.deviations = []
        self.causes: dict[str, Cause] = {}
        self.loop = CauseTrackingLoop(self, choices, task_factory=task_factory)

    def name(self, task):
        return getattr(task.get_coro(), "__qualname__", "main").rpartition(".")[2]

    def cancel_called(self, call):
        self.calls.append(call)

    def deviated(self, deviation):
        self.deviations.append(f"{deviation.what} {deviation.how}")

    def note(self, what):
        self.causes[what] = self.loop.step.cause

    def run(self, main):
        run_simulated(self.loop, main)
        return self
