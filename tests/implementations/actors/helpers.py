"""The two helpers: both are pools, and one of them keeps the results of the calls."""

from collections.abc import Callable
from typing import Any

from actors.observability import log_error
from actors.pool import Pool
from actors.ways import Ways

__all__ = ("execute", "process")


async def process(
    ways: Ways, source: Any, handler: Callable[[Any], Any], limit: int, *, tolerant: bool
) -> None:
    """Call a handler for each element."""

    def tolerate(error: BaseException) -> None:
        log_error("a failed call is ignored", exception=error)

    def keep(number: int, result: Any) -> None:
        """Drop the result."""

    _check(limit)
    await Pool(
        ways, source, handler, limit, tolerate=tolerate if tolerant else None, keep=keep
    ).carry_out()


async def execute(
    ways: Ways, handler: Callable[[Any], Any], elements: Any, limit: int, *, tolerant: bool
) -> tuple[Any, ...]:
    """Call a handler for each element, and return the results."""
    results: dict[int, Any] = {}

    def tolerate(error: BaseException) -> None:
        """Do nothing: the exception is kept as the result of the call."""

    _check(limit)
    await Pool(
        ways,
        elements,
        handler,
        limit,
        tolerate=tolerate if tolerant else None,
        keep=results.__setitem__,
    ).carry_out()
    return tuple(results[number] for number in range(len(results)))


def _check(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"at least one call at a time is needed, not {limit}")
