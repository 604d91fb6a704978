"""Aliases for modules that still use the old name of `programs.execution`."""

from haiway_conformance.programs.execution import (
    MASKED,
    Caused,
    Execution,
    Failure,
    Frame,
    Imbalance,
    described,
)

__all__ = ("MASKED", "Caused", "Execution", "Failure", "Frame", "Imbalance", "described")
