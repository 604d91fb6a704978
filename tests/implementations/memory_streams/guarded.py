"""Waits that a request to cancel does not end."""

from asyncio import CancelledError
from collections.abc import Awaitable, Callable

from anyio import CancelScope

__all__ = ("wait_in_any_case",)


async def wait_in_any_case(
    wait: Callable[[], Awaitable[object]],
    until: Callable[[], bool],
    requested: Callable[[], None] | None = None,
) -> CancelledError | None:
    """Wait until a condition holds, even if the current task is requested to end.

    Args:
        wait: Waits for the condition to change.
        until: The condition.
        requested: What is called at each request meanwhile.

    Returns:
        The CancelledError of the first request meanwhile, None if there was none.
    """
    first: CancelledError | None = None
    with CancelScope(shield=True):
        while not until():
            try:
                await wait()
            except CancelledError as request:
                first = request if first is None else first
                if requested is not None:
                    requested()
    return first
