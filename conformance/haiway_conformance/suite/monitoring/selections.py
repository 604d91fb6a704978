"""Select events by what carries them out: a task, a handler or a generator."""

from collections.abc import Callable

from haiway_conformance.programs.operations import HelperCall, Merge, Open, Spawn
from haiway_conformance.simulated_loop import Event
from haiway_conformance.suite.monitoring.history import History

__all__ = ("Selection", "in_generator", "in_handler", "in_stream", "in_task")

type Selection = Callable[[History, Event], bool]
"""Returns whether a monitor judges an event of a history."""


def in_task(history: History, event: Event) -> bool:
    """Return whether an event is that of a spawned task."""
    place = history.ownership.of(event.task)
    return place is not None and isinstance(place.operation, Spawn)


def in_handler(history: History, event: Event) -> bool:
    """Return whether an event is that of a handler's call."""
    place = history.ownership.of(event.task)
    return (
        place is not None
        and isinstance(place.operation, HelperCall)
        and not event.task.startswith("source of ")
    )


def in_generator(history: History, event: Event) -> bool:
    """Return whether an event is that of a stream's generator or of a merged source."""
    place = history.ownership.of(event.task)
    return place is not None and isinstance(place.operation, Open | Merge)


def in_stream(history: History, event: Event) -> bool:
    """Return whether an event is that of a stream's generator."""
    place = history.ownership.of(event.task)
    return place is not None and isinstance(place.operation, Open)
