"""Checks that several properties of chapter tasks share."""

from typing import Final

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Outcome, Spawn

__all__ = (
    "named_result",
    "result_of",
    "spawn_operations",
)

# In a trace, `{of}` stands for the task or handler call that returned the object.
_RESULTS: Final[dict[Outcome, str]] = {
    "object": "result of {of}",
    "none": "None",
    "zero": "0",
    "false": "False",
    "empty": "()",
    "exception": "the exception object result of {of}",
    "awaitable": "result of {of}",
    "twin": "result of {of}",
    "unhashable": "result of {of}",
}


def named_result(outcome: Outcome, of: str) -> str:
    """Return the name that a trace uses for the object that a function returned.

    Args:
        outcome: The kind of the object.
        of: The name of the task or handler call that returned it.
    """
    return _RESULTS[outcome].format(of=of)


def spawn_operations(program: Program) -> dict[str, Spawn]:
    """Return the spawn operations of a program by the names of their tasks."""
    return {each.task: each for each in program if isinstance(each, Spawn)}


def result_of(spawn: Spawn) -> str:
    """Return the name that a trace uses for the object that a spawned task returns."""
    return named_result(spawn.result, spawn.task)
