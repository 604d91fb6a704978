"""The consumer's side of a stream: its buffered items, and its end."""

import asyncio
from abc import ABC, abstractmethod
from asyncio import Future
from collections import deque
from collections.abc import Callable
from typing import Any

from actors.tasks import pause, signalled, until_done
from actors.ways import Ways

__all__ = ("Outlet",)


class Outlet(ABC):
    """An async iterator over the items that the task behind it puts there."""

    def __init__(self, ways: Ways) -> None:
        self._pace = ways
        self._items: deque[tuple[Any, Future[None]]] = deque()
        self._waiters: list[Future[None]] = []
        self._errors: list[BaseException] = []  # at most one; dropped when it is raised
        self._exhausted = self._closing = False

    @abstractmethod
    def begin(self) -> None:
        """React to the first item that the consumer asks for."""

    @abstractmethod
    def is_over(self) -> bool:
        """Return True if the task behind it has ended."""

    def put(self, item: Any) -> Future[None]:
        """Add an item, and return a future that is done when the item is taken."""
        taken: Future[None] = asyncio.get_running_loop().create_future()
        self._items.append((item, taken))
        self.wake()
        return taken

    def end(self, error: BaseException | None) -> None:
        """End after the buffered items, with or without an error. Call `wake` afterwards."""
        self._exhausted = True
        if error is not None:
            self._errors.append(error)

    def wake(self, _: object = None) -> None:
        """Wake the waiting consumers, so that they look again."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def __aiter__(self) -> "Outlet":
        return self

    async def __anext__(self) -> Any:
        self.begin()
        await pause(self._pace.lag)
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
                await signalled(waiter, self._pace.poll)
            finally:
                self._waiters.remove(waiter)

    async def close(self, behind: Future[Any], stop: Callable[[], object]) -> None:
        """Stop the task behind it, and wait until it has ended, even if cancelled."""
        self._closing = True
        self.wake()
        if not behind.done():
            stop()
        requests = await until_done(behind, lambda: None, self._pace.poll)
        self._items.clear()
        if requests:
            raise requests[0]
