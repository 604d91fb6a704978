"""Monitors of chapter variables: what its clauses demand of any run."""

from collections.abc import Callable
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import GetVariable
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.selections import (
    Selection,
    in_generator,
    in_handler,
    in_task,
)

__all__ = ("MONITORS",)


def _finds_only_own_values(which: Selection, reason: str) -> Callable[[History], bool]:
    """Return a check that the selected lookups find what their own task has set, or nothing.

    Args:
        which: Selects the lookups.
        reason: Says why the lookup is judged, for the message.
    """

    def monitor(history: History) -> bool:
        met = False
        looks = [each for each in history.run.program if isinstance(each, GetVariable)]
        defaults = {each.default: None for each in looks if each.default is not None}
        for seen in history.run.trace.of(Did.SAW, subject="variable A"):
            if not which(history, seen):
                continue
            allowed = [*_own_values(history, seen), *defaults]
            met = True
            expect(
                seen.detail in allowed,
                f"{seen.task} looked up a variable and found {seen.detail}; {reason}, so that it"
                f" may find only: {', '.join(allowed)}",
            )
        return met

    return monitor


def _own_values(history: History, seen: Event) -> list[str]:
    """Return what a task may find: what it set last; more if it entered or left a scope since."""
    trace = history.run.trace
    sets = [
        each
        for each in trace.of(Did.SET, subject="variable A", task=seen.task)
        if each.number < seen.number
    ]
    if not sets:
        return ["None"]
    moved = any(
        sets[-1].number < each.number < seen.number
        for each in trace.of(Did.ENTERING, Did.EXITED, Did.READ, task=seen.task)
    )
    # The specification leaves open whether an inner scope sees the outer one's variables and passes
    # its own on to it, and whether a generator's variables last until its next item.
    return ["None", *(each.detail for each in sets)] if moved else [sets[-1].detail]


def _has_set(history: History, event: Event) -> bool:
    return any(
        each.number < event.number
        for each in history.run.trace.of(Did.SET, subject="variable A", task=event.task)
    )


def _has_spawned(history: History, event: Event) -> bool:
    return any(
        each.number < event.number for each in history.run.trace.of(Did.SPAWNED, task=event.task)
    )


MONITORS: Final[dict[str, Monitor]] = {
    **monitored(
        {
            "variables/set-get": _finds_only_own_values(_has_set, "it had set it itself"),
            "variables/not-inherited": _finds_only_own_values(in_task, "it is a spawned task"),
            "variables/not-leaked": _finds_only_own_values(_has_spawned, "it had spawned tasks"),
        },
        "variable",
        "spawn",
        "variable",
    ),
    **monitored(
        {"variables/handlers": _finds_only_own_values(in_handler, "it is a handler's call")},
        "process",
        "execute",
        "variable",
    ),
    **monitored(
        {"variables/generators": _finds_only_own_values(in_generator, "it is a generator")},
        "variable",
        "stream",
    ),
}
