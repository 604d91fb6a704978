"""All schedules of a coroutine that is given a loop, as the odometer enumerates them."""

from haiway_conformance.exploration import Bounds, Odometer
from haiway_conformance.simulation import FollowedLoop, Recording, simulate


def enumerated(program, deviations=3, schedules=10_000, *, reducing=True):
    """Run `program(loop, log)` under all schedules.

    Returns:
        The odometer, the deviations of each run, and what each logged, its ending included.
    """
    odometer = Odometer(Bounds(deviations, schedules), reducing=reducing)
    deviated, logged = [], []
    for choices in odometer:
        recording = Recording(choices)
        loop = FollowedLoop(choices.course, recording)
        log = []
        ending = simulate(loop, program(loop, log)).ending
        deviated.append(recording.deviations)
        logged.append((*log, repr(ending)))
    return odometer, deviated, logged
