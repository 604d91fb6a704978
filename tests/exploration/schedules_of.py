"""Run a coroutine function under all schedules that `BoundedSearch` yields: `enumerated`."""

from haiway_conformance.exploration import BoundedSearch, Bounds
from haiway_conformance.simulated_loop import HistoryLoop, Recording, run_simulated


def enumerated(program, deviations=3, schedules=10_000, *, reducing=True):
    """Run `program(loop, log)` under all schedules.

    Returns:
        The search, the deviations of each run, and the log of each, its ending included.
    """
    search = BoundedSearch(Bounds(deviations, schedules), reducing=reducing)
    deviated, logged = [], []
    for choices in search:
        recording = Recording(choices)
        loop = HistoryLoop(choices.history, recording)
        log = []
        ending = run_simulated(loop, program(loop, log)).ending
        deviated.append(recording.deviations)
        logged.append((*log, repr(ending)))
    return search, deviated, logged
