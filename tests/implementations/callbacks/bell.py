"""Waiting: callbacks change something and ring, a coroutine looks whether it is what it wants."""

from asyncio import CancelledError, Future, get_running_loop
from collections.abc import Callable


class Bell:
    """Wakes all who wait for it.

    It carries nothing, so nothing is lost if a waiter is cancelled in the moment it is woken. Each
    wait has a future of its own, since a request to cancel the waiter cancels that future.
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
    """Wait until something is settled, through any number of requests to stop.

    Requests stay counted by `cancelling()`. It is the caller who raises what is returned: the
    first CancelledError that came meanwhile.
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


def cancelled_because_of(request: CancelledError | None, cause: BaseException) -> CancelledError:
    """A CancelledError, to be raised in place of a request, that brings failures as its cause."""
    stopped = CancelledError(*(request.args if request is not None else ()))
    stopped.__cause__ = cause
    return stopped


def together(message: str, errors: list[BaseException]) -> BaseException:
    """The only error itself, or a group of several."""
    return errors[0] if len(errors) == 1 else BaseExceptionGroup(message, errors)
