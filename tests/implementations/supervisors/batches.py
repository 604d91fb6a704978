"""The helpers: a reader and the calls of a handler, all under one supervisor for each call."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Sequence,
)
from contextvars import copy_context
from logging import ERROR
from typing import Any

from .errors import error_of, group, raise_unchanged, with_failures
from .observing import log
from .supervisor import Supervisor

__all__ = ("execute_concurrently", "process_concurrently")

type Source = AsyncIterable[Any] | Iterable[Any]
type Handler = Callable[[Any], Coroutine[Any, Any, Any]]

# Takes the place of a call among all of them and its task, which has ended. Returns the failure
# that ends the batch, if it does.
type Settle = Callable[[int, Task[Any]], BaseException | None]


class _Child:
    """A task of the batch."""

    def __init__(self, ended: Callable[[Task[Any]], None]) -> None:
        self.ended = ended
        self._task: Task[Any] | None = None

    def begun(self, task: Task[Any]) -> None:
        self._task = task

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()


class Batch:
    """The calls of a handler for the elements of a source, at most `limit` at once."""

    def __init__(self, source: Source, handler: Handler, limit: int, settle: Settle) -> None:
        if limit < 1:
            message = (
                f"concurrent_tasks is {limit}, which leaves no place for a call: give 1 or more"
            )
            raise ValueError(message)
        self._source = source
        self._handler = handler
        self._settle = settle
        self._places = asyncio.Semaphore(limit)
        self._context = copy_context()
        self._count = 0
        self._ending = False
        self._failures: list[BaseException] = []

    async def run(self) -> None:
        """Read and call until the source has ended and all calls have."""
        self._supervisor = Supervisor()
        self._supervisor.start(self._read(), self._context.copy(), _Child(self._reader_ended))
        self._supervisor.finish()
        request = await self._supervisor.join(self._end)
        if request is not None:
            failures = self._failures
            cause = (
                group("calls failed", failures) if len(failures) > 1 else next(iter(failures), None)
            )
            raise_unchanged(with_failures(request, cause))
        if self._failures:
            raise_unchanged(self._failures[0])

    def _end(self) -> None:
        self._ending = True
        self._supervisor.cancel_all()

    async def _read(self) -> None:
        if isinstance(self._source, AsyncIterable):
            elements = aiter(self._source)
            try:
                while True:
                    await self._places.acquire()
                    try:
                        element = await anext(elements)
                    except StopAsyncIteration:
                        return
                    self._start_call(element)
                    del element
            finally:
                if isinstance(elements, AsyncGenerator):
                    await elements.aclose()
        else:
            elements = iter(self._source)
            while True:
                await self._places.acquire()
                try:
                    element = next(elements)
                except StopIteration:
                    return
                self._start_call(element)
                del element

    def _reader_ended(self, task: Task[Any]) -> None:
        error = error_of(task)
        if error is not None and not (self._ending and isinstance(error, CancelledError)):
            self._failures.append(error)
            self._end()

    def _start_call(self, element: Any) -> None:
        if self._ending:
            # Started and then cancelled, an eager task would begin the call all the same.
            raise CancelledError("the source went on after the batch was to end")
        index = self._count
        self._count += 1

        def ended(task: Task[Any]) -> None:
            self._places.release()
            failure = error_of(task) if self._ending else None
            if isinstance(failure, CancelledError):
                # The request has been made by the batch; a scope may have failed meanwhile.
                failure = failure.__cause__
            else:
                failure = self._context.run(self._settle, index, task)
            if failure is not None:
                self._failures.append(failure)
                self._end()

        self._supervisor.start(_call(self._handler, element), self._context.copy(), _Child(ended))


async def _call(handler: Callable[[Any], Awaitable[Any]], element: Any) -> Any:
    return await handler(element)


async def process_concurrently(
    source: Source,
    /,
    handler: Handler,
    *,
    concurrent_tasks: int = 2,
    ignore_exceptions: bool = False,
) -> None:
    """Call a handler with each element of a source.

    Args:
        source: An iterable or async iterable, read as places become free.
        handler: What is called.
        concurrent_tasks: How many calls may run at once.
        ignore_exceptions: Whether to log the failure of a call and go on.

    Raises:
        ValueError: `concurrent_tasks` is less than 1.
    """

    def settle(_: int, task: Task[Any]) -> BaseException | None:
        error = error_of(task)
        if not ignore_exceptions:
            return error
        if isinstance(error, Exception):
            log(ERROR, "A call failed, and its failure is ignored", exception=error)
            return None
        return None if isinstance(error, CancelledError) else error

    await Batch(source, handler, concurrent_tasks, settle).run()


async def execute_concurrently(
    handler: Handler,
    /,
    elements: Source,
    *,
    concurrent_tasks: int = 2,
    return_exceptions: bool = False,
) -> Sequence[Any]:
    """Call a handler with each element, and return the results in the order of the elements.

    Args:
        handler: What is called.
        elements: An iterable or async iterable, read as places become free.
        concurrent_tasks: How many calls may run at once.
        return_exceptions: Whether an exception stands in its place among the results.

    Raises:
        ValueError: `concurrent_tasks` is less than 1.
    """
    results: dict[int, Any] = {}

    def settle(index: int, task: Task[Any]) -> BaseException | None:
        error = error_of(task)
        if error is None:
            results[index] = task.result()
            return None
        if return_exceptions and isinstance(error, Exception | CancelledError):
            results[index] = error
            return None
        return error

    await Batch(elements, handler, concurrent_tasks, settle).run()
    return [results[index] for index in range(len(results))]
