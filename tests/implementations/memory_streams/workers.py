"""The helpers: a pool of workers that receive elements from a memory object stream."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine, Iterable, Sequence
from functools import partial
from logging import ERROR
from typing import Any

from anyio import BrokenResourceError, Event, create_memory_object_stream, create_task_group
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from .guarded import wait_in_any_case
from .logs import log
from .raising import make_pending, outcome_error, raise_again

__all__ = ("execute_concurrently", "process_concurrently")

type Source = AsyncIterable[Any] | Iterable[Any]
type Handler = Callable[[Any], Coroutine[Any, Any, Any]]
type Element = tuple[int, Any]

# Takes the number of an element and the task of its call, which has ended; returns the failure
# that ends the pool, if it does.
type Outcome = Callable[[int, Task[Any]], BaseException | None]


class Pool:
    """Workers that call a handler, and a reader that hands them the elements of a source.

    Code of the program runs in tasks of its own, one for each call, since only they can be
    cancelled once: an anyio task group cancels its tasks over and over again.
    """

    def __init__(self, source: Source, handler: Handler, size: int, outcome: Outcome) -> None:
        if size < 1:
            message = f"concurrent_tasks has to be at least 1, not {size}: no call could ever begin"
            raise ValueError(message)
        self._source = source
        self._handler = handler
        self._size = size
        self._outcome = outcome
        self._failures: list[BaseException] = []
        self._running: dict[Task[Any], None] = {}
        self._ending = False
        self._at_work = size + 1
        self._all_done = Event()

    async def run(self) -> None:
        """Call the handler for all elements; raise the first failure."""
        send, receive = create_memory_object_stream[Element]()
        request: CancelledError | None = None
        try:
            with send, receive:
                async with create_task_group() as group:
                    for _ in range(self._size):
                        group.start_soon(self._work, receive.clone())
                    receive.close()  # The reader learns from it when all workers have ended.
                    ended = partial(self._reader_ended, send)
                    group.start_soon(self._run, self._read(send), ended)
                    request = await wait_in_any_case(
                        self._all_done.wait, lambda: not self._at_work, self._end
                    )
        except CancelledError as cancelled:
            request = cancelled if request is None else request
        if self._failures:
            if request is not None:
                make_pending()
            raise_again(self._failures[0])
        if request is not None:
            raise_again(request)

    async def _work(self, elements: MemoryObjectReceiveStream[Element]) -> None:
        with elements:
            async for number, element in elements:
                if self._ending:
                    break
                ended = partial(self._call_ended, number)
                await self._run(self._call(element), ended)
                del element
        self._done()

    async def _call(self, element: Any) -> Any:
        return await self._handler(element)

    async def _run(
        self, coroutine: Coroutine[Any, Any, Any], ended: Callable[[Task[Any]], None]
    ) -> None:
        task = asyncio.create_task(coroutine)
        self._running[task] = None
        if self._ending:
            task.cancel()
        await wait_in_any_case(lambda: asyncio.wait([task]), task.done, self._end)
        del self._running[task]
        ended(task)

    def _end(self) -> None:
        if not self._ending:
            self._ending = True
            for task in list(self._running):
                task.cancel()

    def _done(self) -> None:
        self._at_work -= 1
        if not self._at_work:
            self._all_done.set()

    def _call_ended(self, number: int, call: Task[Any]) -> None:
        if call.cancelled() and self._ending:
            return
        failure = self._outcome(number, call)
        if failure is not None:
            self._fail(failure)

    async def _read(self, send: MemoryObjectSendStream[Element]) -> None:
        if isinstance(self._source, AsyncIterable):
            elements = aiter(self._source)
            try:
                number = 0
                async for element in elements:
                    if not await _was_received(send, (number, element)):
                        return
                    number += 1
            finally:
                if isinstance(elements, AsyncGenerator):
                    await elements.aclose()
        else:
            for numbered in enumerate(self._source):
                if not await _was_received(send, numbered):
                    return

    def _reader_ended(self, send: MemoryObjectSendStream[Element], reader: Task[Any]) -> None:
        send.close()  # The workers learn from it that nothing more will come.
        error = outcome_error(reader)
        if error is not None and not (reader.cancelled() and self._ending):
            self._fail(error)
        self._done()

    def _fail(self, failure: BaseException) -> None:
        self._failures.append(failure)
        self._end()


async def _was_received(send: MemoryObjectSendStream[Element], element: Element) -> bool:
    """Send an element; return False if there is no worker any more."""
    try:
        await send.send(element)
    except BrokenResourceError:
        return False
    return True


async def process_concurrently(
    source: Source,
    /,
    handler: Handler,
    *,
    concurrent_tasks: int = 2,
    ignore_exceptions: bool = False,
) -> None:
    """Call a handler for every element of a source.

    Args:
        source: Where elements come from, at most one ahead of the calls.
        handler: What is called with each.
        concurrent_tasks: The number of workers.
        ignore_exceptions: Whether the exceptions of calls are only logged.

    Raises:
        ValueError: There would be no worker.
    """

    def outcome(_: int, call: Task[Any]) -> BaseException | None:
        error = outcome_error(call)
        if isinstance(error, CancelledError):
            return None
        if ignore_exceptions and isinstance(error, Exception):
            log(ERROR, "An exception of a call is ignored", exception=error)
            return None
        return error

    await Pool(source, handler, concurrent_tasks, outcome).run()


async def execute_concurrently(
    handler: Handler,
    /,
    elements: Source,
    *,
    concurrent_tasks: int = 2,
    return_exceptions: bool = False,
) -> Sequence[Any]:
    """Call a handler for every element, and return the results in the order of the elements.

    Args:
        handler: What is called with each.
        elements: Where they come from, at most one ahead of the calls.
        concurrent_tasks: The number of workers.
        return_exceptions: Whether an exception is the result of its call.

    Raises:
        ValueError: There would be no worker.
    """
    results: dict[int, Any] = {}

    def outcome(number: int, call: Task[Any]) -> BaseException | None:
        error = outcome_error(call)
        if error is None:
            results[number] = call.result()
        elif isinstance(error, CancelledError) or (
            return_exceptions and isinstance(error, Exception)
        ):
            results[number] = error
        else:
            return error
        return None

    await Pool(elements, handler, concurrent_tasks, outcome).run()
    return [results[number] for number in sorted(results)]
