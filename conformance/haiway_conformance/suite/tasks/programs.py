"""The kinds of objects that tasks return, for programs of several clauses."""

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
