"""Make a timeline of a run: `timeline_of`."""

from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Trace
from haiway_conformance.timeline.cause_log import CauseLog
from haiway_conformance.timeline.explaining import explained
from haiway_conformance.timeline.lanes import lanes_of
from haiway_conformance.timeline.timeline import Row, Timeline

__all__ = ("timeline_of",)


def timeline_of(program: Program, trace: Trace, causes: CauseLog | None) -> Timeline:
    """Make the timeline of a run.

    Args:
        program: The program that was run.
        trace: What happened.
        causes: The causes recorded in this very run; None if it was run without.
    """
    rows = tuple(map(Row.of, trace)) if causes is None else explained(trace, causes)
    return Timeline(lanes_of(program, trace), rows, explained=causes is not None)
