"""Checks that several properties of chapter tasks share."""

from typing import Final

from haiway_conformance.judgement import Run
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Outcome, Spawn, Wait
from haiway_conformance.simulated_loop import Did

__all__ = (
    "had_to_begin",
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


def had_to_begin(run: Run, task: str) -> bool:
    """Return True if a spawned task had to begin, so that its function had to be called.

    If it was neither awaited, nor the loop idle while its scope was open, then the scope's exit may
    have cancelled it before.

    Args:
        run: The run, of a program in which nothing else cancels the task.
        task: The task's name.
    """
    accepted = run.trace.first(Did.SPAWNED, subject=task)
    if accepted is None or run.trace.of(Did.AWAITS, subject=task):
        return True
    idle = {each.event for each in run.program if isinstance(each, Wait) and each.until == "idle"}
    scopes = {each.detail for each in run.trace.of(Did.SPAWNING, subject=task)}
    exits = [each.number for each in run.trace.of(Did.EXITING) if each.subject in scopes]
    end = min(exits, default=len(run.trace))
    ended = [each for each in run.trace.of(Did.GOES_ON) if each.subject in idle]
    return any(accepted.number < each.number < end for each in ended)


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
