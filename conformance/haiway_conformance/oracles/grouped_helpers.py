"""Helpers made of one `asyncio.TaskGroup` each: `process_concurrently`, `execute_concurrently`.

The caller reads the source in its own task and context, and is interrupted by the TaskGroup when a
call fails. Cancellation and failures are handled as a TaskGroup does, but the exception group
around a single failure is removed. By default it takes some loop iterations until the next call
begins; a `prompt` helper waits only where it has to.
"""

import asyncio
import logging
from asyncio import CancelledError, Task
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable
from typing import Any, Final

from haiway_conformance.oracles.surroundings import CURRENT, own_context
from haiway_conformance.oracles.unhurried import dawdle

__all__ = ("execute_concurrently", "process_concurrently")

# In loop iterations: so many that a call may have ended before the next one begins.
_BETWEEN: Final = 10
_TO_BEGIN: Final = 3

# The number of calls of a helper that take their time: with thousands, this would take too long.
_SLOW: Final = 20


async def process_concurrently(
    source: Any,
    /,
    handler: Any,
    *,
    concurrent_tasks: int = 2,
    ignore_exceptions: bool = False,
    prompt: bool = False,
) -> None:
    """Call a handler for each element, as `Adapter.process_concurrently` says.

    Args:
        source: The elements.
        handler: Is called with each of them.
        concurrent_tasks: The number of calls at the same time.
        ignore_exceptions: True to log failures and go on.
        prompt: True to wait only where the helper has to.
    """

    async def call(element: Any) -> None:
        try:
            await handler(element)
        except Exception:
            if not ignore_exceptions:
                raise
            here = CURRENT.get()
            logging.getLogger(here.name if here else None).exception("ignored")

    await _Calls(call, concurrent_tasks, goes_on=ignore_exceptions, prompt=prompt).run(source)


async def execute_concurrently(
    handler: Any,
    /,
    elements: Any,
    *,
    concurrent_tasks: int = 2,
    return_exceptions: bool = False,
    prompt: bool = False,
) -> list[Any]:
    """Call a handler for each element, as `Adapter.execute_concurrently` says.

    Args:
        handler: Is called with each element.
        elements: The elements.
        concurrent_tasks: The number of calls at the same time.
        return_exceptions: True to return failures in the place of results, and go on.
        prompt: True to wait only where the helper has to.

    Returns:
        The results, in the order of the elements.
    """

    async def call(element: Any) -> Any:
        try:
            return await handler(element)
        except Exception as error:
            if not return_exceptions:
                raise
            return error

    all_calls = _Calls(call, concurrent_tasks, goes_on=return_exceptions, prompt=prompt)
    calls = await all_calls.run(elements)
    return [_cancelled(each) if each.cancelled() else each.result() for each in calls]


class _Calls:
    def __init__(
        self, call: Callable[[Any], Awaitable[Any]], limit: int, *, goes_on: bool, prompt: bool
    ) -> None:
        if limit < 1:
            raise ValueError(f"{limit} calls at once do no work")
        self._call = call
        self._places = asyncio.Semaphore(limit)
        self._goes_on = goes_on
        self._prompt = prompt
        self._calls: list[Task[Any]] = []
        self._failures: list[BaseException] = []
        # All calls had been cancelled before anything failed.
        self._cancelled_before = False

    async def run(self, source: Any) -> list[Task[Any]]:
        """Run all calls, and return their tasks in the order of the elements."""
        try:
            async with asyncio.TaskGroup() as group:
                await self._begin_all(group, aiter(_read(source)))
        except BaseExceptionGroup:
            raise _leaving(self._failures, several=self._cancelled_before) from None
        except CancelledError as error:
            if self._failures and self._failures[0] is not error:
                raise error from _leaving(self._failures, several=True)
            raise
        own = next((each for each in self._calls if each.cancelled()), None)
        if own is not None and not self._goes_on:
            raise _cancelled(own)
        return self._calls

    async def _begin_all(self, group: asyncio.TaskGroup, iterator: Any) -> None:
        here = asyncio.current_task()
        requests = here.cancelling() if here else 0
        try:
            while True:
                await self._places.acquire()
                await self._dawdle(_BETWEEN)
                element = await anext(iterator)
                task = group.create_task(self._one(element), context=own_context())
                self._calls.append(task)
                task.add_done_callback(lambda _: self._places.release())
                if task.done():
                    await asyncio.sleep(0)  # an eager one: lets the group interrupt
        except StopAsyncIteration:
            return
        except BaseException as error:
            asked = here is not None and here.cancelling() != requests
            if not (isinstance(error, CancelledError) and asked):
                self._failures.append(error)
            try:
                if (close := getattr(iterator, "aclose", None)) is not None:
                    await close()
            except Exception as closing:  # noqa: BLE001 - raised together with the failures
                self._failures.append(closing)
            raise

    async def _dawdle(self, iterations: int) -> None:
        if not self._prompt and len(self._calls) < _SLOW:
            await dawdle(iterations)

    async def _one(self, element: Any) -> Any:
        try:
            await self._dawdle(_TO_BEGIN)
            return await self._call(element)
        except CancelledError:
            raise
        except BaseException as error:
            running = [each for each in self._calls if not each.done()]
            self._cancelled_before = self._cancelled_before or (
                not self._failures and all(each.cancelling() for each in running)
            )
            self._failures.append(error)
            raise


def _leaving(failures: list[BaseException], *, several: bool) -> BaseException:
    return BaseExceptionGroup("calls", failures) if several and failures[1:] else failures[0]


def _cancelled(call: Task[Any]) -> BaseException:
    """Return the CancelledError with which a call ended."""
    try:
        return call.result()
    except CancelledError as error:
        return error


def _read(source: AsyncIterable[Any] | Iterable[Any]) -> AsyncIterable[Any]:
    return source if isinstance(source, AsyncIterable) else _given(source)


async def _given(source: Iterable[Any]) -> AsyncGenerator[Any]:
    for each in source:
        yield each
