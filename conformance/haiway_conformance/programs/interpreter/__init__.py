"""The interpreter: carries out a program's operations against an implementation's adapter.

`execution` holds what all operations of a run share; each other module carries out one family of
operations and registers it with `performs`.
"""

from haiway_conformance.programs.interpreter import (
    flow,  # noqa: F401 - registers its operations
    observing,  # noqa: F401
    scoping,  # noqa: F401
    streaming,  # noqa: F401
    tasking,  # noqa: F401
)
from haiway_conformance.programs.interpreter.execution import Execution, Frame, Imbalance
from haiway_conformance.programs.interpreter.values import Failure, described

__all__ = ("Execution", "Failure", "Frame", "Imbalance", "described")
