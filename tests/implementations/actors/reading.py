"""Reading sources: each has a task that reads an element whenever it is told to."""

import asyncio
from abc import abstractmethod
from asyncio import CancelledError
from collections.abc import Callable
from contextvars import Context
from typing import Any

from actors.actor import Actor
from actors.surroundings import own_context
from actors.tasks import start
from actors.ways import Ways

__all__ = ("Reader", "ReadingActor")


class ReadingActor(Actor):
    """An actor to which readers report."""

    def __init__(self, ways: Ways) -> None:
        super().__init__(ways)
        self._context = own_context()
        self._readers: list[Reader] = []
        self._troubles: list[BaseException] = []
        self._ending = False

    def begin_reading(self, source: Any) -> "Reader":
        reader = Reader(self, source)
        self._readers.append(reader)
        return reader

    def fresh_context(self) -> Context:
        """Return a copy of the context in which the actor was created, without variables."""
        return self._context.copy()

    @abstractmethod
    def on_element(self, reader: "Reader", element: Any) -> None:
        """React to an element."""

    @abstractmethod
    def on_end(self, reader: "Reader") -> None:
        """React to the end of a source."""

    @abstractmethod
    def on_failure(self, error: BaseException) -> None:
        """React to an exception of a source."""

    def on_closed(self, reader: "Reader", trouble: BaseException | None) -> None:
        """React to the closing of a source, and to the error of closing it, if any."""
        self._readers.remove(reader)
        if trouble is not None:
            self._troubles.append(trouble)


class Reader:
    """The reader of one source."""

    def __init__(self, actor: ReadingActor, source: Any) -> None:
        self._actor, self._source = actor, source
        self._begun = self._stopping = False
        self._trouble: BaseException | None = None
        self._asked = asyncio.Event()
        self._task = start(self._run(), actor.fresh_context())
        self._task.add_done_callback(lambda _: actor.tell(actor.on_closed, self, self._trouble))

    def ask(self) -> None:
        """Tell it to read an element."""
        self._asked.set()

    def stop(self) -> None:
        """Tell it to close the source."""
        if not self._stopping:
            self._stopping = True
            if (
                self._begun
            ):  # if not, it has yet to run: the source may have been begun by other code
                self._task.cancel()

    @property
    def is_current_task(self) -> bool:
        return self._task is asyncio.current_task()

    async def _run(self) -> None:
        self._begun = True
        source: Any = self._source
        try:
            if not self._stopping:
                source = aiter(source)
            while not self._stopping:
                await self._asked.wait()
                self._asked.clear()
                try:
                    element = await anext(source)
                except StopAsyncIteration:
                    source = None
                    self._tell(self._actor.on_end, self)
                    return
                self._tell(self._actor.on_element, self, element)
        except BaseException as error:
            self._tell(self._actor.on_failure, error)
            if self._stopping and not isinstance(error, CancelledError):
                self._trouble = error
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
        finally:
            await self._close(source)

    def _tell(self, method: Callable[..., None], *arguments: Any) -> None:
        if not self._stopping:
            self._actor.tell(method, *arguments)

    async def _close(self, source: Any) -> None:
        if (close := getattr(source, "aclose", None)) is None:
            return
        try:
            await close()
        except (KeyboardInterrupt, SystemExit):
            raise
        except CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001 - the actor is told
            if self._trouble is None:
                self._trouble = error
