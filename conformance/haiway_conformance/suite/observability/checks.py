"""Observations of what identifies a scope, with the scopes that are current by the specification.

A program logs a message, or asks for the trace id. The trace says what the record or the answer
identified; which scope it should have been follows from where the code stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from haiway_conformance.judgement import Run
from haiway_conformance.simulated_loop import Did, Event

__all__ = (
    "Observation",
    "observations",
)


@dataclass(frozen=True, slots=True)
class Observation:
    """The scope or trace that a log record or a trace id identified.

    Attributes:
        event: The event in the trace; its detail is what was identified.
        scopes: The scopes that the code was in, the innermost first: those entered by its task, by
            the spawners of that, and by the caller of its helper or the opener of its stream.
        in_body: True if the code was the body of the innermost scope.
    """

    event: Event
    scopes: tuple[str, ...]
    in_body: bool


def observations(run: Run, subject: str) -> Iterator[Observation]:
    """Yield all observations of one kind made inside scopes, in order.

    Args:
        run: The run.
        subject: The kind: `log` or `trace`.
    """
    around: dict[str, tuple[str, ...]] = {}
    hosts: dict[str, str] = {}
    for each in run.trace:
        mine = _around(around, each.task)
        match each.did:
            case Did.ENTERED:
                around[each.task] = (each.subject, *mine)
                hosts[each.subject] = each.task
            case Did.EXITED:
                around[each.task] = mine[1:] if mine[:1] == (each.subject,) else mine
            case Did.SPAWNING:
                around[each.subject] = mine
            case Did.OPENS:
                around[f"source of {each.subject}"] = mine
            case Did.HELPS:
                around[f"calls of {each.subject}"] = mine
            case Did.SAW if each.subject == subject and mine:
                yield Observation(each, mine, hosts[mine[0]] == each.task)
            case _:
                pass


def _around(around: dict[str, tuple[str, ...]], task: str) -> tuple[str, ...]:
    """Return the scopes that a task is in; a handler's call begins in those of its caller."""
    if task not in around and "[" in task:
        around[task] = around.get(f"calls of {task.partition('[')[0]}", ())
    return around.get(task, ())
