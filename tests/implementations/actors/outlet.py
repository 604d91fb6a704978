"""The consumer's side of a stream: items that lie ready, and how it ends."""

import asyncio
from abc import ABC, abstractmethod
from asyncio import Future
from collections import deque
from collections.abc import Callable
from typing import Any

from actors.tasks import pause, until_done

__all__ = ("Outlet",)


class Outlet(ABC):
    """An async iterator whose items are put there by the task behind it."""

    def __init__(self, lag: int) -> None:
        self._lag = lag
        self._items: deque[tuple[Any, Future[None]]] = deque()
        self._waiters: list[Future[None]] = []
        self._errors: list[BaseException] = []  # one at most; it is let go of as it is raised
        self._exhausted = self._closing = False

    @abstractmethod
    def begin(self) -> None:
        """Take that the consumer wants something."""

    @abstractmethod
    def is_over(self) -> bool:
        """Whether the task behind has ended."""

    def put(self, item: Any) -> Future[None]:
        """Lay an item ready; give a future that is done when it is taken."""
        taken: Future[None] = asyncio.get_running_loop().create_future()
        self._items.append((item, taken))
        self.wake()
        return taken

    def end(self, error: BaseException | None) -> None:
        """End after the items that lie ready, by an error or none; to be followed by `wake`."""
        self._exhausted = True
        if error is not None:
            self._errors.append(error)

    def wake(self, _: object = None) -> None:
        """Let whoever waits look again."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def __aiter__(self) -> "Outlet":
        return self

    async def __anext__(self) -> Any:
        self.begin()
        await pause(self._lag)
        while True:
            if self._items and not self._closing:
                item, taken = self._items.popleft()
                if not taken.done():
                    taken.set_result(None)
                return item
            if self._errors:
                raise self._errors.pop()
            if self._exhausted or self._closing:
                raise StopAsyncIteration
            if self.is_over():
                raise RuntimeError("the scope in which the stream was made has ended")
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)

    async def close(self, behind: Future[Any], stop: Callable[[], object]) -> None:
        """Stop the task behind, and wait for its end in any case."""
        self._closing = True
        self.wake()
        if not behind.done():
            stop()
        requests = await until_done(behind, lambda: None)
        self._items.clear()
        if requests:
            raise requests[0]
