"""What the chapter on variables says of any run."""

from collections.abc import Callable
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.monitoring.history import History, Monitor, monitored
from haiway_conformance.suite.monitoring.selections import (
    Selection,
    in_generator,
    in_handler,
    in_task,
)

__all__ = ("MONITORS",)


def _sees_variables(which: Selection, whose: str) -> Callable[[History], bool]:
    """Make a monitor: who looks for a variable finds what it has set itself, or nothing."""

    def monitor(history: History) -> bool:
        met = False
        for seen in history.run.trace.of(Did.SAW, subject="variable A"):
            if not which(history, seen):
                continue
            allowed = _own_values(history, seen)
            met = True
            expect(
                seen.detail in allowed,
                f"{seen.task} looked for a variable, and found {seen.detail}; {whose}, and could"
                f" have found: {', '.join(allowed)}",
            )
        return met

    return monitor


def _own_values(history: History, seen: Event) -> list[str]:
    """What a task may find: what it set last; or, where it entered or left scopes, less or more."""
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
    # Whether an inner scope sees the outer's variables, and moves its own up, is open; and whether
    # what a generator sets is there when it is asked for the next item.
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
            "variables/set-get": _sees_variables(_has_set, "it had set one itself"),
            "variables/not-inherited": _sees_variables(in_task, "it is a task"),
            "variables/not-leaked": _sees_variables(_has_spawned, "it had spawned others"),
        },
        "variable",
        "spawn",
        "variable",
    ),
    **monitored(
        {"variables/handlers": _sees_variables(in_handler, "it is a handler's call")},
        "process",
        "execute",
        "variable",
    ),
    **monitored(
        {"variables/generators": _sees_variables(in_generator, "it is a generator")},
        "variable",
        "stream",
    ),
}
