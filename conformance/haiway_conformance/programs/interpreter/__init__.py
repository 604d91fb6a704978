"""The interpreter: carries out a program's operations against an implementation's adapter.

`execution` holds what all operations of a run share; each other module carries out one family of
operations and registers it with `performs`.
"""

from haiway_conformance.programs.interpreter import (
    flow,  # noqa: F401  # pyright: ignore[reportUnusedImport] - registers its operations
    helping,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    observing,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    scoping,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    streaming,  # noqa: F401  # pyright: ignore[reportUnusedImport]
    tasking,  # noqa: F401  # pyright: ignore[reportUnusedImport]
)
from haiway_conformance.programs.interpreter.execution import Execution
from haiway_conformance.programs.interpreter.failures import MASKED, Failure, described
from haiway_conformance.programs.interpreter.frames import Caused, Frame, Imbalance

__all__ = ("MASKED", "Caused", "Execution", "Failure", "Frame", "Imbalance", "described")
