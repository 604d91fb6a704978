"""Logging: the standard `logging`, each record marked with the scope it was made in."""

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
    """Make a record that identifies the current scope.

    Clauses `observability/log-scope` and `observability/log-exception`. The record has the
    attributes `scope`, the `Identity` or None, for formatters and filters, and `attributes`, which
    holds the caller's extra values: a mapping of their own, because `logging` refuses some names
    (`name`, `args`, ...) as attributes.
    """
    surroundings = current.get()
    logger.log(
        level,
        message,
        *args,
        # A tuple, because logging drops an exception that happens to be false.
        exc_info=None
        if exception is None
        else (type(exception), exception, exception.__traceback__),
        extra={
            "scope": None if surroundings is None else surroundings.identity,
            "attributes": dict(extra),
        },
    )
