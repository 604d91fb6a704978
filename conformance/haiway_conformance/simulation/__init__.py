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
from haiway_conformance.simulation.cause_tracking_loop import CauseListener, CauseTrackingLoop
from haiway_conformance.simulation.causes import (
    CancelCall,
    CancelRequested,
    Cause,
    Deviation,
    EventCompleted,
    Step,
    TaskEnded,
    TaskStarted,
    ThreadCalled,
    TimerFired,
    Woken,
    Yielded,
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
from haiway_conformance.simulation.complaints import Complaints
from haiway_conformance.simulation.endings import (
    HUNG,
    Aftermath,
    Deadlock,
    Ending,
    Livelock,
    Raised,
    Returned,
)
from haiway_conformance.simulation.environment import (
    MOMENT,
    Environment,
    ExternalEvent,
    Readiness,
)
from haiway_conformance.simulation.history_loop import HistoryLoop
from haiway_conformance.simulation.loop import SimulatedLoop
from haiway_conformance.simulation.patience import (
    Patience,
    PatienceWithMain,
    PatienceWithProgram,
)
from haiway_conformance.simulation.progress import Progress
from haiway_conformance.simulation.simulate import run_to_end, simulate
from haiway_conformance.simulation.suspensions import Moment, Suspensions
from haiway_conformance.simulation.task import SimulatedTask, lazy_task_factory
from haiway_conformance.simulation.trace import Clock, Did, Event, Trace
from haiway_conformance.simulation.wrapper_tasks import is_wrapper

__all__ = (
    "CLOCK",
    "HUNG",
    "MOMENT",
    "NOTHING",
    "Aftermath",
    "CancelCall",
    "CancelRequested",
    "Canonical",
    "CanonicalHistory",
    "Cause",
    "CauseListener",
    "CauseTrackingLoop",
    "Choices",
    "Clock",
    "Complaints",
    "Deadlock",
    "Deviation",
    "Did",
    "Ending",
    "Environment",
    "Event",
    "EventCompleted",
    "ExternalEvent",
    "HistoryAware",
    "HistoryLoop",
    "Livelock",
    "Moment",
    "Patience",
    "PatienceWithMain",
    "PatienceWithProgram",
    "Progress",
    "Raised",
    "RandomWalk",
    "Readiness",
    "Recording",
    "ReplayChoices",
    "Returned",
    "SimulatedLoop",
    "SimulatedTask",
    "Step",
    "Suspensions",
    "TaskEnded",
    "TaskStarted",
    "ThreadCalled",
    "TimerFired",
    "Trace",
    "Waiters",
    "Woken",
    "Yielded",
    "is_wrapper",
    "lazy_task_factory",
    "no_waiters",
    "run_to_end",
    "simulate",
)
