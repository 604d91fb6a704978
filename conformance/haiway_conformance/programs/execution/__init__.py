"""The state and objects that operations share when an implementation carries out a program.

Start with `Execution`, the state of one run. The operations themselves are carried out by their
classes, in `haiway_conformance.programs.operations`.
"""

from haiway_conformance.programs.execution.described import (
    CANCELLATION,
    MASKED,
    comparable,
    described,
    masked,
    tells_cancellation,
)
from haiway_conformance.programs.execution.execution import Execution
from haiway_conformance.programs.execution.failures import Failure, stops_the_kit
from haiway_conformance.programs.execution.frames import Caused, Frame, Imbalance, Visit

__all__ = (
    "CANCELLATION",
    "MASKED",
    "Caused",
    "Execution",
    "Failure",
    "Frame",
    "Imbalance",
    "Visit",
    "comparable",
    "described",
    "masked",
    "stops_the_kit",
    "tells_cancellation",
)
