"""An implementation in callback style: state machines on futures and done-callbacks.

It uses no task group, queue, lock or event of asyncio. Tasks report their end to their scope; a
helper is a scheduler driven by callbacks; a stream is a merged stream of one source. If a
cancellation meets failures, a CancelledError leaves with the failures as its cause, which is the
other one of the two ways that the specification allows. Nothing is shared with the reference.
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
