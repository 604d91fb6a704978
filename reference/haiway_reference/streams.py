"""Streams: asynchronous sources that are read in tasks of their own, one item at a time.

One engine for `ctx.stream`, which has one source, and `stream_concurrently`, which has two. Each
source is read by one task from its first item to its clean-up, in the context of the code that made
the stream (`streams/own-context`, `merge/own-context`). The consumer keeps its own, and with that
its scope (`streams/consumer-scope`, `merge/consumer-scope`).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, Self

from .frames import clears_frame
from .scope_tasks import ScopeTasks
from .surroundings import own_context
from .tasks import Tasks

__all__ = ["Stream", "close"]


class Stream[Item]:
    """An iterator over the items of some sources.

    When the consumer asks for an item and none is held, the sources are woken. Each of them gives
    one item, and waits until it is woken again. Items are held here until they are delivered:

    - `streams/order`, `merge/per-source-order`, `merge/each-once`: each item is put into the queue
      once, in its source's order, and taken out once, whatever its value.
    - `streams/not-repeated`, `merge/not-repeated`: a cancelled consumer takes nothing out, so no
      item is delivered twice, nor lost (`streams/undelivered-item`). It leaves the stream as it is,
      for the exit of its scope to close (`streams/consumer-cancelled`, `merge/consumer-cancelled`).
    - `streams/bounded`, `merge/bounded`: a source is at most one item ahead.
    - `merge/prompt`, `merge/fair`: an item is delivered as soon as one source has given it. No
      source is woken while items are held, so those of several sources take turns.
    - `streams/any-consumer`: any task may ask for the next item.
    - `streams/concurrent-requests-end`: all consumers that wait are woken, and look again.
    - `streams/independent`, `merge/sources`: a stream shares none of this with other streams, and
      asks its sources for iterators of its own. So they may be streams, or those of another one.

    The end or the failure of a source that ends the stream is held like an item, after all items
    given before it. All sources have been closed when it is delivered.
    """

    def __init__(
        self, sources: Sequence[AsyncIterable[Item]], scope: ScopeTasks | None, *, ends: int
    ) -> None:
        """Make a stream, which the exit of the scope closes, if there is one.

        Args:
            sources: The sources to read.
            scope: The tasks of the current scope.
            ends: How many sources have to end before the stream does.

        Raises:
            TypeError: A source is no asynchronous iterable.
            RuntimeError: The scope has exited.
        """
        # streams/unused, merge/unused: no source is read until an item is asked for.
        self._unread = [aiter(source) for source in sources]  # those that have no task yet
        self._ends = ends  # that are still to come
        self._context = own_context()
        self._tasks = Tasks()
        self._held: deque[tuple[Any, BaseException | None]] = deque()
        self._wanted = asyncio.Event()  # nothing is held, and a consumer waits
        self._given = asyncio.Event()
        self._scope = scope
        if scope is not None:
            scope.keep_stream(self._tasks, self._stop)

    def __aiter__(self) -> Self:
        return self

    @clears_frame
    async def __anext__(self) -> Item:
        """Return the next item.

        Raises:
            StopAsyncIteration: The sources have ended, one has failed before, the stream was
                closed, or its scope has exited (`streams/end`, `merge/end`, `streams/after-scope`).
            BaseException: The exception that a source raised, itself (`streams/failure`,
                `merge/failure`).
            asyncio.CancelledError: The consumer was cancelled. It may ask again.
        """
        item, end = await self._next()
        if end is None:
            return item
        self._stop()
        cancelled = await self._tasks.wait()
        if cancelled is not None:
            self._held.append((None, end))  # delivered when an item is asked for again
            raise cancelled
        raise end

    @clears_frame
    async def aclose(self) -> None:
        """Close the sources; their clean-up has run when this returns (`streams/aclose`)."""
        self._stop()
        cancelled = await self._tasks.wait()
        if cancelled is not None:
            raise cancelled

    async def _next(self) -> tuple[Any, BaseException | None]:
        """Wait for an item, or for the exception that ends the stream."""
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
        """Read a source, one item each time it is woken, and close it.

        merge/failure-closes, hygiene/generators-closed: the end of the stream cancels this, and
        waits.
        """
        try:
            while not self._tasks.stopped:
                self._give(await anext(iterator), None)
                await self._wanted.wait()
        except StopAsyncIteration as end:
            # merge/ends, merge/ends-exhaustive: with the first source, or with the last.
            self._ends -= 1
            if not self._ends:
                self._give(None, end)
        except BaseException as error:  # noqa: BLE001 - held for the consumer, whatever it is
            # streams/source-cancelled, merge/source-cancelled: that includes a CancelledError which
            # the source raises itself. streams/failure-stays-inside: nobody else is told.
            self._give(None, error)
        finally:
            await close(iterator)

    def _give(self, item: Any, end: BaseException | None) -> None:
        if not self._tasks.stopped:
            self._held.append((item, end))
            self._wanted.clear()
            self._given.set()

    def _stop(self) -> None:
        """Have all sources closed, and wake a waiting consumer (`streams/after-scope`)."""
        self._tasks.stop()
        self._held.clear()
        self._given.set()
        self._wanted.set()  # a source that ignores its cancellation is closed at its next item
        if self._scope is not None:
            self._scope.forget_stream(self._tasks)


async def close(source: Any) -> None:
    """Close a source, if it can be closed.

    An exception that this raises is dropped. It must not replace another one
    (`process/first-failure`, `execute/first-failure`), and the consumer may have gone on
    (`streams/clean-up-error`, `merge/clean-up-error`).
    """
    with suppress(Exception):
        await source.aclose()
