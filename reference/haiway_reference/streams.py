"""Streams: asynchronous sources that are read in tasks of their own, one item at a time.

One engine for `ctx.stream`, which has one source, and `stream_concurrently`, which has two. Each
source is read by one task, from its first item to its clean-up: it sees one context and one current
task all its life (`streams/own-context`), and whoever iterates keeps their own.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, Self

from .surroundings import own_context
from .tasks import ScopeTasks, Tasks

__all__ = ["Stream", "close"]


class Stream[Item]:
    """An iterator over everything that some sources give.

    A request wakes the sources, unless an item is held already. A source that has given an item is
    not asked for another before the next request: it is never ahead by more than that one item
    (`streams/rendezvous`, `merge/bounded`), and the items of several sources, delivered in the
    order in which they were given, take turns (`merge/fair`). Since items are held here, none is
    lost with a cancelled request (`streams/undelivered-item`), and any task may make the next one
    (`streams/any-consumer`). Two that ask at once are both served.

    What ends the stream, the end or the failure of a source, is held like an item, behind all that
    were given before it (`streams/failure`, `merge/ends`). Before it is delivered all sources are
    closed. A CancelledError that a source raises by itself is a failure (`merge/source-cancelled`).
    """

    def __init__(
        self, sources: Sequence[AsyncIterable[Item]], scope: ScopeTasks | None, *, ends: int
    ) -> None:
        """Make it for a scope, if there is one: its exit closes the stream.

        Args:
            sources: What is read.
            scope: The tasks of the scope.
            ends: How many sources have to end until the stream ends.

        Raises:
            TypeError: A source is no asynchronous iterable.
            RuntimeError: The scope has exited.
        """
        self._unread = [aiter(source) for source in sources]  # those that have no task yet
        self._ends = ends  # that are still to come
        self._context = own_context()
        self._tasks = Tasks()
        self._held: deque[tuple[Any, BaseException | None]] = deque()
        self._wanted = asyncio.Event()  # nothing is held, and somebody waits
        self._given = asyncio.Event()
        self._scope = scope
        if scope is not None:
            scope.keep_stream(self._tasks, self._stop)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        """Give the next item.

        Raises:
            StopAsyncIteration: The sources have ended, the stream was closed, or its scope has
                exited (`streams/end`, `streams/after-scope`).
            BaseException: What a source raised, itself.
            asyncio.CancelledError: The consumer was cancelled; it may ask again.
        """
        item, end = await self._next()
        if end is None:
            return item
        try:
            self._stop()
            cancelled = await self._tasks.wait()
            if cancelled is not None:
                self._held.append((None, end))  # for the next request
                raise cancelled
            raise end
        finally:
            del end  # its traceback refers to this frame: no cycle
            cancelled = None

    async def aclose(self) -> None:
        """Close the sources; their clean-up has run when this returns (`streams/aclose`)."""
        self._stop()
        cancelled = await self._tasks.wait()
        try:
            if cancelled is not None:
                raise cancelled
        finally:
            del cancelled

    async def _next(self) -> tuple[Any, BaseException | None]:
        """Wait for what a source gives or for what ended it."""
        while not self._held:
            if self._tasks.stopped:
                return None, StopAsyncIteration()
            self._given.clear()
            self._wanted.set()
            while self._unread:
                self._tasks.start(self._read(self._unread.pop(0)), self._context)
            await self._given.wait()
        return self._held.popleft()

    async def _read(self, iterator: AsyncIterator[Item]) -> None:
        """Read a source, an item for each request, and close it."""
        try:
            while not self._tasks.stopped:
                self._give(await anext(iterator), None)
                await self._wanted.wait()
        except StopAsyncIteration as end:
            self._ends -= 1
            if not self._ends:
                self._give(None, end)
        except BaseException as error:  # noqa: BLE001 - held for the consumer, whatever it is
            self._give(None, error)
        finally:
            await close(iterator)

    def _give(self, item: Any, end: BaseException | None) -> None:
        if not self._tasks.stopped:
            self._held.append((item, end))
            self._wanted.clear()
            self._given.set()

    def _stop(self) -> None:
        """Have all sources closed, and answer who waits for an item (`streams/after-scope`)."""
        self._tasks.stop()
        self._held.clear()
        self._given.set()
        self._wanted.set()  # a source that goes on all the same is closed at its next item
        if self._scope is not None:
            self._scope.forget_stream(self._tasks)


async def close(source: Any) -> None:
    """Close a source, if it can be closed.

    What that raises is dropped, for it must not hide another error, and whoever read from the
    source has gone on (`streams/clean-up-error`).
    """
    with suppress(Exception):
        await source.aclose()
