"""Programs for the chapter on tasks."""

from haiway_conformance.programs.operations import Outcome

__all__ = ("RESULTS",)

RESULTS: tuple[Outcome, ...] = (
    "object",
    "none",
    "zero",
    "false",
    "empty",
    "exception",
    "awaitable",
)
