"""Waiting: callbacks change something and ring; the waiting coroutines look again."""

from asyncio import CancelledError, Future, get_running_loop
from collections.abc import Callable


class Bell:
    """Wakes all coroutines that wait for it.

    It carries no value, so nothing is lost if a waiter is cancelled at the moment when it is woken.
    Each wait has a future of its own, since cancelling the waiter cancels that future.
    """

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: list[Future[None]] = []

    def ring(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def rung(self) -> None:
        waiter: Future[None] = get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        finally:
            self._waiting.remove(waiter)


async def outlast(
    bell: Bell,
    settled: Callable[[], bool],
    on_request: Callable[[], None] = lambda: None,
) -> CancelledError | None:
    """Wait until something is settled, however often the task is cancelled meanwhile.

    The requests stay counted by `cancelling()`.

    Returns:
        The first CancelledError that arrived, which the caller is to raise.
    """
    first: CancelledError | None = None
    while not settled():
        try:
            await bell.rung()
        except CancelledError as request:
            if first is None:
                first = request
            on_request()
    return first
