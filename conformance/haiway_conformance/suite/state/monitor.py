"""What the chapter on state says of any run."""

from collections.abc import Callable
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import Scope
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.monitoring.history import History, Monitor, monitored
from haiway_conformance.suite.monitoring.selections import Selection, in_handler, in_stream, in_task

__all__ = ("MONITORS",)


def _after_inner_scope(history: History, event: Event) -> bool:
    """Whether who looks has left a scope within the current one before."""
    scope = history.current(event)
    return any(
        each.number < event.number and history.places.scope_of(each.subject) == scope
        for each in history.run.trace.of(Did.EXITED, task=event.task)
    )


def _in_the_body_of_a_nested_scope(history: History, event: Event) -> bool:
    scope = history.current(event)
    place = None if scope is None else history.places.of(scope)
    return place is not None and place.scope is not None and place.frame == event.task


def _given(history: History, kind: str, scope: str | None) -> str | None:
    """The value of the nearest scope that gave a type of state; None for none."""
    for each in history.places.chain(scope):
        place = history.places.of(each)
        if place is None or not isinstance(place.operation, Scope):
            return None
        resources = (gives for resource in place.operation.resources for gives in resource.gives)
        for provided in (*place.operation.state, *resources):
            if provided.type == kind:
                return provided.value
    return None


def _sees_state(which: Selection, where: str) -> Callable[[History], bool]:
    """Make a monitor: who looks for state finds that of the nearest scope that gave it."""

    def monitor(history: History) -> bool:
        met = False
        for seen in history.run.trace.of(Did.SAW):
            if not seen.subject.startswith("state ") or not which(history, seen):
                continue
            scope = history.current(seen)
            expected = _given(history, seen.subject.removeprefix("state "), scope)
            if expected is None:
                continue
            met = True
            expect(
                seen.detail == expected,
                f"{seen.task}, {where}, looked for {seen.subject} in scope {scope}; the nearest"
                f" scope that gave it gave {expected}, and it found: {seen.detail}",
            )
        return met

    return monitor


MONITORS: Final[dict[str, Monitor]] = {
    **monitored({"state/in-tasks": _sees_state(in_task, "a task")}, "spawn", "state"),
    **monitored(
        {"state/in-helpers": _sees_state(in_handler, "a handler's call")},
        "process",
        "execute",
        "state",
    ),
    **monitored(
        {"state/in-streams": _sees_state(in_stream, "a stream's generator")},
        "stream",
        "state",
        stopping=False,  # few streams come to look anything up where they are stopped
    ),
    **monitored(
        {
            "state/overrides": _sees_state(
                _in_the_body_of_a_nested_scope, "the body of a scope within another"
            )
        },
        "scope",
        "state",
    ),
    **monitored(
        {"state/restored": _sees_state(_after_inner_scope, "which had left a scope within it")},
        "scope",
        "state",
        "scope",
        "state",
        failing=True,
    ),
}
