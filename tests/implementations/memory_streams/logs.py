"""Logs and records. A log record names trace and scope in front of its message."""

import logging
from collections.abc import Mapping
from typing import Any

from .scopes import enclosing

__all__ = ("log", "record")

_logger = logging.getLogger("memory_streams")


def log(level: int, message: str, /, *args: Any, exception: BaseException | None = None) -> None:
    """Log a message, with the exception if there is one."""
    # Without arguments the logging module leaves the message as it is, "%" included.
    where = _where().replace("%", "%%") if args else _where()
    text = f"{where}{message}"
    # As a tuple: of an exception, the logging module asks whether it is true.
    info = None if exception is None else (type(exception), exception, exception.__traceback__)
    _logger.log(level, text, *args, exc_info=info, stacklevel=3)


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
    """Record an event, a metric or attributes.

    Raises:
        TypeError: What was given is none of these, or more than one.
    """
    match (event, metric, value, unit, kind, attributes):
        case (str(), None, None, None, None, _):
            what = f"event {event}"
        case (None, str(), int() | float(), _, _, _) if kind is not None:
            what = f"metric {metric} ({kind}) = {value} {unit or ''}"
        case (None, None, None, None, None, Mapping()):
            what = "attributes"
        case _:
            message = (
                "record takes an event, or a metric with its value and kind (unit is optional), or "
                "attributes alone; attributes may go with the others"
            )
            raise TypeError(message)
    _logger.log(level, "%s%s %s", _where(), what, dict(attributes or {}))


def _where() -> str:
    scope = enclosing()
    return "" if scope is None else f"[{scope.trace}] [{scope.name} {scope.identity}] "
