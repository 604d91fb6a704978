"""Looks at what identifies a scope, and the scopes that they are in by the specification."""

from collections.abc import Iterator
from dataclasses import dataclass

from haiway_conformance.judgement import Run
from haiway_conformance.simulation import Did, Event

__all__ = (
    "Look",
    "looks",
)


@dataclass(frozen=True, slots=True)
class Look:
    """A look at what identifies the current scope.

    Attributes:
        event: The event.
        scopes: The scopes it is in by the specification, the innermost first, as far as they were
            entered by the task that looks, by those that spawned it, by who calls it.
        body: Whether it is the body of the innermost one that looks.
    """

    event: Event
    scopes: tuple[str, ...]
    body: bool


def looks(run: Run, what: str) -> Iterator[Look]:
    """All looks of one kind, in order, but for those outside any scope.

    Args:
        run: The run.
        what: What was looked at, such as `log`.
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
            case Did.SAW if each.subject == what and mine:
                yield Look(each, mine, hosts[mine[0]] == each.task)
            case _:
                pass


def _around(around: dict[str, tuple[str, ...]], task: str) -> tuple[str, ...]:
    """The scopes around what a task does now; a handler's call begins in those of its caller."""
    if task not in around and "[" in task:
        around[task] = around.get(f"calls of {task.partition('[')[0]}", ())
    return around.get(task, ())
