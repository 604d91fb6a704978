"""An actor: one task carries out its messages, and only that task changes its state."""

from abc import ABC, abstractmethod
from asyncio import CancelledError
from collections.abc import Callable
from functools import partial
from typing import Any

from actors.mailbox import Mailbox
from actors.ways import Ways

__all__ = ("Actor",)


class Actor(ABC):
    """An object whose methods are called by one task, in the order of its messages."""

    def __init__(self, ways: Ways) -> None:
        self._mailbox = Mailbox(ways)

    def tell(self, method: Callable[..., object], *arguments: Any) -> None:
        """Send a message: the actor's task calls the given method."""
        self._mailbox.post(partial(method, *arguments))

    async def run(self) -> None:
        self.advance()
        while self._mailbox or not self.is_finished():
            try:
                message = await self._mailbox.take()
            except CancelledError:
                message = self.interrupted
            message()
            self.advance()

    def advance(self) -> None:  # noqa: B027 - optional for subclasses
        """Do everything that can be done now; called at the beginning and after each message."""

    @abstractmethod
    def interrupted(self) -> None:
        """Handle a cancellation of the actor's own task, as by code that cancels all tasks."""

    @abstractmethod
    def is_finished(self) -> bool:
        """Return True if nothing is left to do until a message arrives."""
