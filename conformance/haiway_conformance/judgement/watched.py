"""What happened in a run, and why: the run once more, watched (`watched`)."""

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.run import Run
from haiway_conformance.simulation import Tape
from haiway_conformance.timeline import Timeline, Watch, timeline_of

__all__ = ("watched",)


def watched(run: Run, adapter: Adapter) -> Timeline:
    """Make the timeline of a run, with reasons.

    Watching costs time, so runs are not watched before one of them is to be shown. Runs are
    repeatable: the same program under the same schedule does the same again.

    Args:
        run: The run.
        adapter: The implementation that it is a run of.

    Returns:
        Its timeline; without reasons if the implementation did something else this time, because
        it depends on something besides the event loop.
    """
    watch = Watch()
    again = execute(adapter, run.program, Tape(run.deviations), watch=watch)
    same = list(again.trace) == list(run.trace) and (
        type(again.aftermath.ending) is type(run.aftermath.ending)
    )
    if same:
        return timeline_of(run.program, again.trace, watch)
    return timeline_of(run.program, run.trace, None)
