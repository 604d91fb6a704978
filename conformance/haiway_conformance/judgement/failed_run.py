"""A run in which a property was violated: `FailedRun`."""

from dataclasses import dataclass

from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.worked_programs import WorkedRun

__all__ = ("FailedRun",)


@dataclass(frozen=True, slots=True)
class FailedRun:
    """A run in which a property was violated.

    Attributes:
        run: The run; None if the property was violated before it ran any program.
        violation: The violation that the property raised.
        minimal: True if no operation and no deviation can be taken away from the run, False if the
            budget ran out before that was known, None if nobody tried.
    """

    run: Run | WorkedRun | None
    violation: Violation
    minimal: bool | None = None
