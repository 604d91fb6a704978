"""A mailbox: messages in the order in which they were posted, taken by one task."""

import asyncio
from asyncio import Future
from collections import deque
from collections.abc import Callable

from actors.tasks import pause, signalled
from actors.ways import Ways

__all__ = ("Mailbox", "Message")

type Message = Callable[[], object]


class Mailbox:
    """A queue of messages; each is a function to be called."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._messages: deque[Message] = deque()
        self._waiter: Future[None] | None = None

    def __len__(self) -> int:
        return len(self._messages)

    def post(self, message: Message) -> None:
        self._messages.append(message)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def take(self) -> Message:
        while not self._messages:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await signalled(self._waiter, self._ways.poll)
            finally:
                self._waiter = None
        await pause(self._ways.lag)
        return self._messages.popleft()
