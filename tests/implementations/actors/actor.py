"""An actor: what changes its state is done by one task, a message after the other."""

from abc import ABC, abstractmethod
from asyncio import CancelledError
from collections.abc import Callable
from functools import partial
from typing import Any

from actors.mailbox import Mailbox

__all__ = ("Actor",)


class Actor(ABC):
    """What `run` does in a task of its own, and others tell it to do."""

    def __init__(self, lag: int) -> None:
        self._mailbox = Mailbox(lag)

    def tell(self, method: Callable[..., object], *arguments: Any) -> None:
        """Let a method of the actor be called by its task."""
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

    def advance(self) -> None:  # noqa: B027 - some do all at once
        """Do what can be done now: called at first, and after each message."""

    @abstractmethod
    def interrupted(self) -> None:
        """Take a request to the actor's own task, as of somebody who cancels all tasks."""

    @abstractmethod
    def is_finished(self) -> bool:
        """Whether nothing is left to do, unless there is a message."""
