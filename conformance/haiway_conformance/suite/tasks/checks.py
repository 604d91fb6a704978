"""Checks that several properties of chapter tasks share."""

from typing import Final

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Outcome, Spawn

__all__ = (
    "named_result",
    "result_of",
    "spawn_operations",
)

_RESULTS: Final[dict[Outcome, str]] = {
    "object": "result of {of}",
    "none": "None",
    "zero": "0",
    "false": "False",
    "empty": "()",
    "exception": "the exception object result of {of}",
    "awaitable": "result of {of}",
}


def named_result(outcome: Outcome, of: str) -> str:
    """What an event calls the object that a function returned.

    Args:
        outcome: What it is.
        of: The name of the task or handler call.
    """
    return _RESULTS[outcome].format(of=of)


def spawn_operations(program: Program) -> dict[str, Spawn]:
    """Return the spawn operations of a program by the names of their tasks."""
    return {each.task: each for each in program if isinstance(each, Spawn)}


def result_of(spawn: Spawn) -> str:
    """Return the name of what a spawned task returns."""
    return named_result(spawn.result, spawn.task)
