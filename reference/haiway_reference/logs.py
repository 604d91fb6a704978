"""Logging: the standard `logging`, each record marked with the scope it was made in."""

import logging
from collections.abc import Mapping

from .surroundings import current

__all__ = ["log"]

logger = logging.getLogger("haiway_reference")

# How many frames lie between the caller of a `ctx.log_...` and the standard library: the record
# then names the caller's file and line.
STACKLEVEL = 3


def log(
    level: int,
    message: str,
    args: tuple[object, ...],
    exception: BaseException | None,
    extra: Mapping[str, object],
) -> None:
    """Make a record that identifies the current scope, by its text and by its attributes.

    Clauses `observability/log-scope` and `observability/log-exception`. The message begins with the
    scope's name and id. The record has the attributes `scope`, the `Identity` or None, and
    `attributes`, which holds the caller's extra values: a mapping of their own, because `logging`
    refuses some names (`name`, `args`, ...) as attributes.
    """
    surroundings = current.get()
    scope = None if surroundings is None else surroundings.identity
    prefix = "" if scope is None else f"[{scope.name}:{scope.scope_id}] "
    if args:
        prefix = prefix.replace("%", "%%")  # logging will format the whole with the arguments
    logger.log(
        level,
        f"{prefix}{message}",  # noqa: G004 - formatted lazily all the same, the arguments are apart
        *args,
        # A tuple, because logging drops an exception that happens to be false.
        exc_info=None
        if exception is None
        else (type(exception), exception, exception.__traceback__),
        extra={"scope": scope, "attributes": dict(extra)},
        stacklevel=STACKLEVEL,
    )
