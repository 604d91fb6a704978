"""Monitors of chapter observability: what its clauses demand of any run."""

from collections.abc import Iterator
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.selections import in_generator

__all__ = ("MONITORS",)


def _observations(history: History, subject: str) -> Iterator[tuple[Event, str]]:
    """Yield what was identified by logs or trace ids, each with the current scope."""
    for seen in history.run.trace.of(Did.SAW, subject=subject):
        scope = history.current(seen)
        if scope is not None and seen.detail != "no record":
            yield seen, scope


def _log_scope(history: History) -> bool:
    """Demand that all records of a scope identify it in the same way.

    A generator's may identify a scope that the implementation has made for the stream.
    """
    first: dict[str, Event] = {}
    met = False
    for seen, scope in _observations(history, "log"):
        if in_generator(history, seen):
            continue
        before = first.setdefault(scope, seen)
        met = met or before is not seen
        expect(
            seen.detail == before.detail,
            f"in scope {scope}, a record logged by {before.task} identifies {before.detail}, but"
            f" one logged by {seen.task} identifies {seen.detail}",
        )
    return met


def _log_nested_scope(history: History) -> bool:
    """Demand that records of a nested scope name it, if those of scopes have names in them."""
    met = False
    for seen, scope in _observations(history, "log"):
        outer = next((each for each in history.ownership.chain(scope) if each != scope), None)
        if outer is None or not seen.detail.startswith("scope "):
            continue
        if in_generator(history, seen):
            continue
        met = True
        expect(
            scope in seen.detail.removeprefix("scope ").split(", "),
            f"a record logged by {seen.task} in scope {scope}, which is within {outer},"
            f" identifies {seen.detail}",
        )
    return met


def _trace_continues(history: History) -> bool:
    """Demand that everything under one outermost scope has the same trace id."""
    first: dict[str, Event] = {}
    met = False
    for seen, scope in _observations(history, "trace"):
        (*_, outermost) = history.ownership.chain(scope)
        before = first.setdefault(outermost, seen)
        met = met or before is not seen
        expect(
            seen.detail == before.detail,
            f"under scope {outermost}, the trace id was {before.detail} in {before.task}, but"
            f" {seen.detail} in {seen.task}",
        )
    return met


MONITORS: Final[dict[str, Monitor]] = {
    **monitored({"observability/log-scope": _log_scope}, "log", "spawn", "log"),
    **monitored({"observability/log-nested-scope": _log_nested_scope}, "log", "scope", "log"),
    **monitored({"observability/trace-continues": _trace_continues}, "trace", "spawn", "trace"),
}
