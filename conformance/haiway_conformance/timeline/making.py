"""Make a timeline of a run: `timeline_of`."""

from haiway_conformance.programs import Program
from haiway_conformance.simulation import Trace
from haiway_conformance.timeline.explaining import explained
from haiway_conformance.timeline.lanes import lanes_of
from haiway_conformance.timeline.timeline import Row, Timeline
from haiway_conformance.timeline.watch import Watch

__all__ = ("timeline_of",)


def timeline_of(program: Program, trace: Trace, watch: Watch | None) -> Timeline:
    """Make the timeline of a run.

    Args:
        program: The program that was run.
        trace: What happened.
        watch: Who watched this very run; None if nobody did.
    """
    rows = tuple(map(Row.of, trace)) if watch is None else explained(trace, watch)
    return Timeline(lanes_of(program, trace), rows, watch is not None)
