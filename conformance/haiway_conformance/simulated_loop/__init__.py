"""A deterministic event loop in virtual time, and the choices that drive it.

Start with `run_simulated`: it runs a coroutine on a `SimulatedLoop` and says how it ended, hangs
included. What may happen differently from run to run comes from a source of `Choices`.

Example:
    >>> import asyncio
    >>> from haiway_conformance.simulated_loop import SimulatedLoop, run_simulated
    >>> run_simulated(SimulatedLoop(), asyncio.sleep(60, "done")).ending
    Returned(value='done')
"""

from haiway_conformance.simulated_loop.canonical_history import CanonicalHistory, HistoryAware
from haiway_conformance.simulated_loop.cause_tracking_loop import CauseListener, CauseTrackingLoop
from haiway_conformance.simulated_loop.causes import (
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
from haiway_conformance.simulated_loop.choices import (
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
from haiway_conformance.simulated_loop.complaints import Complaints
from haiway_conformance.simulated_loop.endings import (
    HUNG,
    Aftermath,
    Deadlock,
    Ending,
    Livelock,
    Raised,
    Returned,
)
from haiway_conformance.simulated_loop.environment import (
    MOMENT,
    Environment,
    ExternalEvent,
    Readiness,
)
from haiway_conformance.simulated_loop.history_loop import HistoryLoop
from haiway_conformance.simulated_loop.loop import SimulatedLoop
from haiway_conformance.simulated_loop.patience import (
    Patience,
    PatienceWithMain,
    PatienceWithProgram,
)
from haiway_conformance.simulated_loop.progress import Progress
from haiway_conformance.simulated_loop.running import run_simulated, run_to_end
from haiway_conformance.simulated_loop.suspensions import Moment, Suspensions
from haiway_conformance.simulated_loop.task import SimulatedTask, lazy_task_factory
from haiway_conformance.simulated_loop.trace import Clock, Did, Event, Trace
from haiway_conformance.simulated_loop.wrapper_tasks import is_wrapper

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
    "run_simulated",
    "run_to_end",
)
