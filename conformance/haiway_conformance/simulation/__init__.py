"""A deterministic event loop in virtual time, and the choices that drive it.

Start with `simulate`: it runs a coroutine on a `SimulatedLoop` and says how it ended, hangs
included. What may happen differently from run to run comes from a source of `Choices`.

Example:
    >>> import asyncio
    >>> from haiway_conformance.simulation import SimulatedLoop, simulate
    >>> simulate(SimulatedLoop(), asyncio.sleep(60, "done")).ending
    Returned(value='done')
"""

from haiway_conformance.simulation.canonical_history import CanonicalHistory, HistoryAware
from haiway_conformance.simulation.causes import (
    Asked,
    Cause,
    Completed,
    Deviation,
    Ended,
    Fired,
    GaveWay,
    Outside,
    Request,
    Started,
    Step,
    Woken,
)
from haiway_conformance.simulation.choices import (
    CLOCK,
    NOTHING,
    Canonical,
    Choices,
    RandomWalk,
    Recording,
    ReplayChoices,
    Waiters,
    no_waiters,
)
from haiway_conformance.simulation.endings import (
    Aftermath,
    Deadlock,
    Ending,
    Livelock,
    Raised,
    Returned,
)
from haiway_conformance.simulation.environment import Environment, ExternalEvent, Readiness
from haiway_conformance.simulation.history_loop import HistoryLoop
from haiway_conformance.simulation.loop import SimulatedLoop
from haiway_conformance.simulation.simulate import simulate
from haiway_conformance.simulation.suspensions import Moment, Suspensions
from haiway_conformance.simulation.task import SimulatedTask
from haiway_conformance.simulation.trace import Did, Event, Trace
from haiway_conformance.simulation.watching import WatchedLoop, Watcher

__all__ = (
    "CLOCK",
    "NOTHING",
    "Aftermath",
    "Asked",
    "Canonical",
    "CanonicalHistory",
    "Cause",
    "Choices",
    "Completed",
    "Deadlock",
    "Deviation",
    "Did",
    "Ended",
    "Ending",
    "Environment",
    "Event",
    "ExternalEvent",
    "Fired",
    "GaveWay",
    "HistoryAware",
    "HistoryLoop",
    "Livelock",
    "Moment",
    "Outside",
    "Raised",
    "RandomWalk",
    "Readiness",
    "Recording",
    "ReplayChoices",
    "Request",
    "Returned",
    "SimulatedLoop",
    "SimulatedTask",
    "Started",
    "Step",
    "Suspensions",
    "Trace",
    "Waiters",
    "WatchedLoop",
    "Watcher",
    "Woken",
    "no_waiters",
    "simulate",
)
