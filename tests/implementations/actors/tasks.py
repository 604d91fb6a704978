"""Starting tasks, and waiting for them even if cancelled meanwhile."""

import asyncio
from asyncio import CancelledError, Future
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

__all__ = ("pause", "pause_regardless", "signalled", "start", "until_done")


def start(coroutine: Coroutine[Any, Any, Any], context: Context) -> Future[Any]:
    """Start a task in a context."""
    loop = asyncio.get_running_loop()
    try:
        return loop.create_task(coroutine, context=context)
    except (KeyboardInterrupt, SystemExit) as error:
        # It began eagerly: the error would end the task that starts it instead of the program.
        loop.call_soon(_raise, error)
        failed: Future[Any] = loop.create_future()
        failed.set_exception(error)
        failed.exception()
        return failed


def _raise(error: BaseException) -> None:
    raise error


async def signalled(waiter: Future[None], poll: float | None) -> None:
    """Wait until a future is done, or look at it again and again, each time after some seconds."""
    if poll is None:
        await waiter
        return
    while not waiter.done():  # noqa: ASYNC110 - what is different about it
        await asyncio.sleep(poll)


async def until_done(
    future: Future[Any], on_request: Callable[[], object], poll: float | None = None
) -> list[CancelledError]:
    """Wait until a future is done, and return the CancelledErrors that arrived meanwhile."""
    requests: list[CancelledError] = []
    while not future.done():
        waiter = asyncio.get_running_loop().create_future()

        def wake(_: Future[Any], waiter: Future[None] = waiter) -> None:
            if not waiter.done():
                waiter.set_result(None)

        future.add_done_callback(wake)
        try:
            await signalled(waiter, poll)
        except CancelledError as request:
            requests.append(request)
            on_request()
        finally:
            future.remove_done_callback(wake)
    return requests


async def pause(iterations: int) -> None:
    """Wait for a number of loop iterations."""
    for _ in range(iterations):
        await asyncio.sleep(0)


async def pause_regardless(iterations: int) -> list[CancelledError]:
    """Wait for a number of loop iterations, and return the CancelledErrors that arrived."""
    requests: list[CancelledError] = []
    for _ in range(iterations):
        try:
            await pause(1)
        except CancelledError as request:
            requests.append(request)
    return requests
