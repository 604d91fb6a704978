"""Monitors of chapter state: what its clauses demand of any run."""

from collections.abc import Callable
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import Scope
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.selections import Selection, in_handler, in_stream, in_task

__all__ = ("MONITORS",)


def _after_inner_scope(history: History, event: Event) -> bool:
    """Return whether the task has left a scope nested in the current one before the event."""
    scope = history.current(event)
    return any(
        each.number < event.number and history.ownership.scope_of(each.subject) == scope
        for each in history.run.trace.of(Did.EXITED, task=event.task)
    )


def _in_the_body_of_a_nested_scope(history: History, event: Event) -> bool:
    """Return whether the event happens directly in the body of a scope within another one."""
    scope = history.current(event)
    place = None if scope is None else history.ownership.of(scope)
    return place is not None and place.scope is not None and place.frame == event.task


def _nearest(history: History, kind: str, scope: str | None) -> str | None:
    """Return the state of a type that the nearest scope was given; None if no scope was."""
    for each in history.ownership.chain(scope):
        place = history.ownership.of(each)
        if place is None or not isinstance(place.operation, Scope):
            return None
        resources = (gives for resource in place.operation.resources for gives in resource.gives)
        for provided in (*place.operation.state, *resources):
            if provided.type == kind:
                return provided.value
    return None


def _has_tasks_of_resources(history: History, scope: str) -> bool:
    """Tell if resources spawned tasks as they were entered: later ones give these no state."""
    entered = history.run.trace.first(Did.ENTERED, subject=scope)
    return any(
        each.detail == scope and (entered is None or each.number < entered.number)
        for each in history.run.trace.of(Did.SPAWNING)
    )


def _finds_the_nearest(which: Selection, where: str) -> Callable[[History], bool]:
    """Return a check that the selected lookups find the state of the nearest scope.

    Args:
        which: Selects the lookups.
        where: Describes the code that get_state, for the message.
    """

    def monitor(history: History) -> bool:
        met = False
        for seen in history.run.trace.of(Did.SAW):
            if not seen.subject.startswith("state ") or not which(history, seen):
                continue
            scope = history.current(seen)
            if scope is not None and _has_tasks_of_resources(history, scope):
                continue
            expected = _nearest(history, seen.subject.removeprefix("state "), scope)
            if expected is None:
                continue
            met = True
            expect(
                seen.detail == expected,
                f"{seen.task}, {where}, looked up {seen.subject} in scope {scope} and found:"
                f" {seen.detail}; the nearest scope that gives one gives {expected}",
            )
        return met

    return monitor


MONITORS: Final[dict[str, Monitor]] = {
    **monitored({"state/in-tasks": _finds_the_nearest(in_task, "a task")}, "spawn", "state"),
    **monitored(
        {"state/in-helpers": _finds_the_nearest(in_handler, "a handler's call")},
        "process",
        "execute",
        "state",
    ),
    **monitored(
        {"state/in-streams": _finds_the_nearest(in_stream, "a stream's generator")},
        "stream",
        "state",
        cancelling=False,  # cancelled, few streams would get as far as a lookup
    ),
    **monitored(
        {
            "state/overrides": _finds_the_nearest(
                _in_the_body_of_a_nested_scope, "the body of a scope within another"
            )
        },
        "scope",
        "state",
    ),
    **monitored(
        {
            "state/restored": _finds_the_nearest(
                _after_inner_scope, "which had left a scope nested in the current one"
            )
        },
        "scope",
        "state",
        "scope",
        "state",
        failing=True,
    ),
}
