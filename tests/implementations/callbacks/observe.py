"""Logging and recording, with the identity of the current scope."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from logging import DEBUG, ERROR, INFO, WARNING, getLogger
from typing import Any

from .place import HERE

_logger = getLogger("callbacks")


class ObservabilityLevel(IntEnum):
    ERROR = ERROR
    WARNING = WARNING
    INFO = INFO
    DEBUG = DEBUG


class ObservabilityMetricKind(StrEnum):
    COUNTER = "counter"
    HISTOGRAM = "histogram"
    GAUGE = "gauge"


def log(level: int, message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    scope = HERE.get().scope
    if scope is None:
        identity, extra = "", {"scope": None, "trace_id": None}
    else:
        identity = f"[{scope.trace_id}] [{scope.name}#{scope.number}] "
        extra = {"scope": scope.name, "trace_id": scope.trace_id}
    if args:
        identity = identity.replace("%", "%%")
    text = f"{identity}{message}"
    _logger.log(level, text, *args, exc_info=exception, extra=extra)


def log_error(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    log(ERROR, message, *args, exception=exception)


def log_warning(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    log(WARNING, message, *args, exception=exception)


def log_info(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    log(INFO, message, *args, exception=exception)


def log_debug(message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    log(DEBUG, message, *args, exception=exception)


def record(
    level: int = ObservabilityLevel.INFO,
    /,
    *,
    event: str | None = None,
    metric: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    kind: ObservabilityMetricKind | str | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> None:
    """Record an event, a metric with value and kind, or attributes alone."""
    if event is not None and metric is not None:
        raise ValueError("record either an event or a metric, not both at once")
    if metric is None and not (value is None and unit is None and kind is None):
        raise ValueError("value, unit and kind belong to a metric, and none is given")
    if metric is not None and (value is None or kind is None):
        raise ValueError(f"metric {metric!r} needs both a value and a kind")
    if event is None and metric is None and attributes is None:
        raise ValueError("nothing to record: give an event, a metric or attributes")
    if event is not None:
        what = f"event {event}"
    elif metric is not None:
        what = f"metric {metric} ({kind}) = {value}{f' {unit}' if unit else ''}"
    else:
        what = "attributes"
    log(level, "recorded %s %s", what, dict(attributes or {}))
