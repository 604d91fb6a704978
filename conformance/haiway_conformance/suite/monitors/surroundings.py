"""What any run says of what surrounds a task: state, variables, context variables, logs, trace."""

from collections.abc import Callable, Iterator
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import HelperCall, Merge, Open, Scope, Spawn
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.monitors.history import History, Watch, watches

__all__ = ("WATCHES",)

type _Which = Callable[[History, Event], bool]


def _in_task(history: History, event: Event) -> bool:
    place = history.places.of(event.task)
    return place is not None and isinstance(place.operation, Spawn)


def _in_handler(history: History, event: Event) -> bool:
    place = history.places.of(event.task)
    return (
        place is not None
        and isinstance(place.operation, HelperCall)
        and not event.task.startswith("source of ")
    )


def _in_generator(history: History, event: Event) -> bool:
    place = history.places.of(event.task)
    return place is not None and isinstance(place.operation, Open | Merge)


def _in_stream(history: History, event: Event) -> bool:
    place = history.places.of(event.task)
    return place is not None and isinstance(place.operation, Open)


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


# State.


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


def _sees_state(which: _Which, where: str) -> Callable[[History], bool]:
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


# Variables of the implementation.


def _sees_variables(which: _Which, whose: str) -> Callable[[History], bool]:
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


# Context variables of the program's own.


def _context_copied(history: History) -> bool:
    """A task sees the context variables as they were at its spawn, and what it set itself."""
    met = False
    values: dict[str, str | None] = {}
    for each in history.run.trace:
        if each.task not in values:
            # What a handler's call or a generator sees of its caller's is left open.
            place = history.places.of(each.task)
            known = each.task == "main" or (place is not None and each.task == "runner")
            values[each.task] = "unset" if known else None
        match each.did:
            case Did.SPAWNING:
                values[each.subject] = values[each.task]
            case Did.SET if each.subject == "context x":
                values[each.task] = each.detail
            case Did.HELPED:
                # A helper may call handlers in its caller's context.
                values[each.task] = None
            case Did.SAW if each.subject == "context x":
                expected = values[each.task]
                if expected is None:
                    continue
                met = met or history.is_task(each.task)
                expect(
                    each.detail == expected,
                    f"{each.task} looked for context variable x, which was {expected} when it was"
                    f" spawned, or has been set by it since; it found {each.detail}",
                )
            case _:
                pass
    return met


# What is logged, and traced.


def _looks_by_scope(history: History, subject: str) -> Iterator[tuple[Event, str]]:
    for seen in history.run.trace.of(Did.SAW, subject=subject):
        scope = history.current(seen)
        if scope is not None and seen.detail != "no record":
            yield seen, scope


def _log_scope(history: History) -> bool:
    """Records logged in one scope identify it alike, those of a nested scope in another way."""
    first: dict[str, Event] = {}
    met = False
    for seen, scope in _looks_by_scope(history, "log"):
        before = first.setdefault(scope, seen)
        met = met or before is not seen
        expect(
            seen.detail == before.detail,
            f"in scope {scope}, a record logged by {before.task} identifies {before.detail}, one"
            f" logged by {seen.task} identifies {seen.detail}",
        )
        outer = next((each for each in history.places.chain(scope) if each != scope), None)
        around = first.get(outer) if outer is not None else None
        if around is not None and seen.detail.startswith("scope "):
            met = True
            expect(
                scope in seen.detail.removeprefix("scope ").split(", "),
                f"a record logged by {seen.task} in scope {scope}, which is within {outer},"
                f" identifies {seen.detail}",
            )
    return met


def _trace_continues(history: History) -> bool:
    """All that is under one outermost scope has one trace."""
    first: dict[str, Event] = {}
    met = False
    for seen, scope in _looks_by_scope(history, "trace"):
        (*_, outermost) = history.places.chain(scope)
        before = first.setdefault(outermost, seen)
        met = met or before is not seen
        expect(
            seen.detail == before.detail,
            f"under scope {outermost}, the trace's id is that of {before.detail} for"
            f" {before.task}, and that of {seen.detail} for {seen.task}",
        )
    return met


WATCHES: Final[dict[str, Watch]] = {
    **watches({"state/in-tasks": _sees_state(_in_task, "a task")}, "spawn", "state"),
    **watches(
        {"state/in-helpers": _sees_state(_in_handler, "a handler's call")},
        "process",
        "execute",
        "state",
    ),
    **watches(
        {"state/in-streams": _sees_state(_in_stream, "a stream's generator")},
        "stream",
        "state",
        stopping=False,  # few streams come to look anything up where they are stopped
    ),
    **watches(
        {
            "state/overrides": _sees_state(
                _in_the_body_of_a_nested_scope, "the body of a scope within another"
            )
        },
        "scope",
        "state",
    ),
    **watches(
        {"state/restored": _sees_state(_after_inner_scope, "which had left a scope within it")},
        "scope",
        "state",
        "scope",
        "state",
        failing=True,
    ),
    **watches(
        {
            "variables/set-get": _sees_variables(_has_set, "it had set one itself"),
            "variables/not-inherited": _sees_variables(_in_task, "it is a task"),
            "variables/not-leaked": _sees_variables(_has_spawned, "it had spawned others"),
        },
        "variable",
        "spawn",
        "variable",
    ),
    **watches(
        {"variables/handlers": _sees_variables(_in_handler, "it is a handler's call")},
        "process",
        "execute",
        "variable",
    ),
    **watches(
        {"variables/generators": _sees_variables(_in_generator, "it is a generator")},
        "variable",
        "stream",
    ),
    **watches({"tasks/context-copied": _context_copied}, "context", "spawn", "context"),
    **watches({"observability/log-scope": _log_scope}, "log", "scope", "log"),
    **watches({"observability/trace-continues": _trace_continues}, "trace", "spawn", "trace"),
}
