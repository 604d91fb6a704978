"""Logging; the records name the scope in an attribute instead of in their text."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from actors.surroundings import current, required

__all__ = ("log_debug", "log_error", "log_info", "log_warning", "record", "trace_id")

_logger = logging.getLogger("actors")


def _log(
    level: int,
    message: str,
    /,
    *arguments: Any,
    exception: BaseException | None = None,
    **more: Any,
) -> None:
    scope = current.get()
    told = {"scope": None if scope is None else scope.identity, "more": more}
    _logger.log(level, message, *arguments, exc_info=exception, extra=told)


log_error = partial(_log, logging.ERROR)
log_warning = partial(_log, logging.WARNING)
log_info = partial(_log, logging.INFO)
log_debug = partial(_log, logging.DEBUG)


def record(
    level: int = logging.INFO,
    /,
    *,
    event: str | None = None,
    metric: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    kind: str | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> None:
    """Log an event, a metric, or attributes."""
    measured = [each for each in (metric, value, unit, kind) if each is not None]
    if event is not None and measured:
        raise TypeError("an event has neither metric, value, unit nor kind")
    if measured and (metric is None or value is None or kind is None):
        raise TypeError("a metric has a name, a value and a kind")
    if event is None and not measured and attributes is None:
        raise TypeError("record an event, a metric or attributes")
    _log(level, "recorded", event=event, measured=measured, attributes=attributes)


def trace_id() -> str:
    """Return the identity that all scopes under one outermost scope share."""
    return required("trace_id").trace
