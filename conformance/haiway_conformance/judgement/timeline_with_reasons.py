"""The timeline of a run, with the reasons for what happened: `timeline_with_reasons`."""

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.difference import difference_between
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.run import Run
from haiway_conformance.simulated_loop import ReplayChoices
from haiway_conformance.timeline import CauseLog, Timeline, timeline_of

__all__ = ("timeline_with_reasons",)


def timeline_with_reasons(run: Run, adapter: Adapter) -> Timeline:
    """Return the timeline of a run, with reasons.

    Finding out the reasons takes time, so the run is repeated for it when it is to be shown: the
    same program under the same schedule does the same again.

    Args:
        run: The run.
        adapter: The implementation that it is a run of.

    Returns:
        Its timeline; without reasons if the implementation did something else this time, because
        it is not deterministic.
    """
    causes = CauseLog()
    again = execute(adapter, run.program, ReplayChoices(run.deviations), causes=causes)
    if difference_between(run, again):
        return timeline_of(run.program, run.trace, None)
    return timeline_of(run.program, run.trace, causes)
