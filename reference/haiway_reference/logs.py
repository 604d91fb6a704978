"""Logging: the standard `logging`, with each record marked with its scope."""

import logging
from collections.abc import Mapping

from .surroundings import current

__all__ = ["log"]

logger = logging.getLogger("haiway_reference")


def log(
    level: int,
    message: str,
    args: tuple[object, ...],
    exception: BaseException | None,
    extra: Mapping[str, object],
) -> None:
    """Make a log record with two more attributes than usual.

    - `scope` is the `Identity` of the current scope, or None (`observability/log-nested-scope`). In
      a task, a generator or a handler that is the scope in which it was started
      (`observability/log-scope`).
    - `attributes` holds the caller's extra values. They are a mapping of their own, because
      `logging` refuses some names (`name`, `args`, ...) as attributes of a record.
    """
    surroundings = current.get()
    logger.log(
        level,  # observability/log-level
        message,
        *args,  # observability/log-message: without any, it is not formatted
        # observability/log-exception: a tuple, because logging drops an exception that is false.
        exc_info=None
        if exception is None
        else (type(exception), exception, exception.__traceback__),
        extra={
            "scope": None if surroundings is None else surroundings.identity,
            "attributes": dict(extra),
        },
    )
