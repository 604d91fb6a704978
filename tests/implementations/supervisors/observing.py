"""Logs and records. A log record names its scope and trace in attributes of its own."""

import logging
from collections.abc import Mapping
from typing import Any

from .scopes import found_scope

__all__ = ("log", "record")

_logger = logging.getLogger("supervisors")
_records = logging.getLogger("supervisors.records")


def log(level: int, message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log a message for the current scope, formatted with the arguments if there are any."""
    # Not the exception itself: the logging module asks for its truth value.
    info = None if exception is None else (type(exception), exception, exception.__traceback__)
    _logger.log(level, message, *args, exc_info=info, extra=_identity(), stacklevel=3)


def record(
    level: int = logging.DEBUG,
    /,
    *,
    event: str | None = None,
    metric: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    kind: Any = None,
    attributes: Mapping[str, Any] | None = None,
) -> None:
    """Record an event, or a metric with its value, kind and perhaps unit, or attributes alone.

    Attributes may go with an event or metric too.

    Raises:
        ValueError: It is none of these.
    """
    measure = {"value": value, "kind": kind, "unit": unit}
    given = [name for name, part in measure.items() if part is not None]
    if metric is not None:
        if event is not None:
            message = f"record either the event {event!r} or the metric {metric!r}, not both"
            raise ValueError(message)
        missing = [name for name in ("value", "kind") if name not in given]
        if missing:
            message = f"the metric {metric!r} was recorded without {' and '.join(missing)}"
            raise ValueError(message)
    elif given:
        message = f"{' and '.join(given)} can only be recorded with a metric"
        raise ValueError(message)
    elif event is None and attributes is None:
        message = "there is nothing to record: give an event, a metric, or attributes"
        raise ValueError(message)
    what = {"event": event, "metric": metric, **measure, "attributes": attributes}
    _records.log(level, "%s", {k: v for k, v in what.items() if v is not None}, extra=_identity())


def _identity() -> dict[str, str | None]:
    scope = found_scope()
    return {
        "scope": scope.label if scope is not None else None,
        "trace": scope.trace if scope is not None else None,
    }
