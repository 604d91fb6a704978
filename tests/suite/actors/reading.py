"""Reading sources: a task for each, which reads an element whenever it is asked."""

import asyncio
from asyncio import CancelledError
from contextlib import suppress
from typing import Any

from actors.actor import Actor
from actors.surroundings import own_context
from actors.tasks import start

__all__ = ("Reader", "ReadingActor")


class ReadingActor(Actor):
    """An actor that is told what its readers find."""

    def __init__(self, lag: int) -> None:
        super().__init__(lag)
        self._context = own_context()
        self._readers: list[Reader] = []
        self._ending = False

    def read(self, source: Any) -> None:
        """Begin to read a source."""
        self._readers.append(Reader(self, source, self._context.copy()))

    def on_element(self, element: Any, reader: "Reader | None") -> None:
        raise NotImplementedError

    def on_end(self, reader: "Reader | None") -> None:
        raise NotImplementedError

    def on_failure(self, error: BaseException) -> None:
        raise NotImplementedError

    def on_closed(self) -> None:
        """Look whether that was all."""

    def _readers_are_done(self) -> bool:
        return all(each.task.done() for each in self._readers)


