"""An implementation in callback style: state machines on futures and done-callbacks.

There is no task group, queue, lock, or event of asyncio in it. A scope is told by its tasks that
they have ended; a helper is a scheduler that callbacks drive; a stream is a merge of one source.
Where a request meets failures, CancelledError leaves with the failures as its cause: the other one
of the two ways that the specification allows. Nothing is shared with the reference.
"""

from .access import ctx
from .handle import Handle
from .helpers.concurrent import (
    execute_concurrently,
    process_concurrently,
    stream_concurrently,
)
from .observe import ObservabilityLevel, ObservabilityMetricKind
from .scope import Scope
from .state import MISSING, Missing, State
from .streams import Stream

__all__ = (
    "MISSING",
    "Handle",
    "Missing",
    "ObservabilityLevel",
    "ObservabilityMetricKind",
    "Scope",
    "State",
    "Stream",
    "ctx",
    "execute_concurrently",
    "process_concurrently",
    "stream_concurrently",
)
