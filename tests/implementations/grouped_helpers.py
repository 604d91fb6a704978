"""The reference with helpers that run their calls in an `asyncio.TaskGroup`.

They need a scope, and refuse a limit below 1 with an error of another type than ValueError. The
caller reads the source in its own task and context, and is interrupted by the TaskGroup when a call
fails. Cancellation and failures are handled as a TaskGroup does, but the exception group around a
single failure is removed.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from functools import partial
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx
from haiway_reference.surroundings import current, own_context


class GroupedHelpers(ModuleAdapter):
    """The reference with helpers made of task groups."""

    name = "grouped helpers"

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.process_concurrently = _process
        self.execute_concurrently = _execute


class EagerGroupedHelpers(GroupedHelpers):
    """The same with eager tasks."""

    name = "eager grouped helpers"
    task_factory = staticmethod(asyncio.eager_task_factory)


class UnclosedGroupedHelpers(GroupedHelpers):
    """The same, but the source stays open when a helper ends early."""

    name = "unclosed grouped helpers"

    def __init__(self) -> None:
        super().__init__()
        self.process_concurrently = partial(_process, closes=False)
        self.execute_concurrently = partial(_execute, closes=False)


async def _process(
    source: Any,
    /,
    handler: Any,
    *,
    concurrent_tasks: int = 2,
    ignore_exceptions: bool = False,
    closes: bool = True,
) -> None:
    async def call(element: Any) -> None:
        try:
            await handler(element)
        except Exception as error:
            if not ignore_exceptions:
                raise
            ctx.log_error("ignored", exception=error)

    await _run(source, call, concurrent_tasks, go_on=ignore_exceptions, closes=closes)


async def _execute(
    handler: Any,
    /,
    elements: Any,
    *,
    concurrent_tasks: int = 2,
    return_exceptions: bool = False,
    closes: bool = True,
) -> list[Any]:
    async def call(element: Any) -> Any:
        try:
            return await handler(element)
        except Exception as error:
            if not return_exceptions:
                raise
            return error

    calls = await _run(elements, call, concurrent_tasks, go_on=return_exceptions, closes=closes)
    return [_cancelled(each) if each.cancelled() else each.result() for each in calls]


async def _run(  # noqa: PLR0915 - easier to follow in one piece
    source: Any, call: Any, limit: int, *, go_on: bool, closes: bool = True
) -> list[Task[Any]]:
    if current.get() is None or limit < 1:
        raise RuntimeError(f"there is no scope, or {limit} calls at once do no work")
    here = asyncio.current_task()
    assert here is not None
    requests = here.cancelling()
    places = asyncio.Semaphore(limit)
    calls: list[Task[Any]] = []
    failures: list[BaseException] = []
    cancelled_before = False  # all calls had been cancelled before anything failed

    async def one(element: Any) -> Any:
        nonlocal cancelled_before
        try:
            return await call(element)
        except CancelledError:
            raise
        except BaseException as error:
            this = asyncio.current_task()
            running = [each for each in (*calls, this) if each is not None and not each.done()]
            cancelled_before = cancelled_before or (
                not failures and all(each.cancelling() for each in running)
            )
            failures.append(error)
            raise

    try:
        async with asyncio.TaskGroup() as group:
            iterator = aiter(source) if isinstance(source, AsyncIterable) else _given(source)
            try:
                while True:
                    await places.acquire()
                    element = await anext(iterator)
                    task = group.create_task(one(element), context=own_context())
                    calls.append(task)
                    task.add_done_callback(lambda _: places.release())
                    if task.done():
                        await asyncio.sleep(0)  # an eager one: lets the group interrupt
            except StopAsyncIteration:
                pass
            except BaseException as error:
                if not isinstance(error, CancelledError) or here.cancelling() == requests:
                    failures.append(error)
                try:
                    if closes and (close := getattr(iterator, "aclose", None)) is not None:
                        await close()
                except Exception as closing:  # noqa: BLE001 - raised together with the failures, or after them
                    failures.append(closing)
                raise
    except BaseExceptionGroup:
        raise _leaving(failures, several=cancelled_before) from None
    except CancelledError as error:
        if failures and failures[0] is not error:
            raise error from _leaving(failures, several=True)
        raise
    own = next((each for each in calls if each.cancelled()), None)
    if own is not None and not go_on:
        raise _cancelled(own)
    return calls


def _leaving(failures: list[BaseException], *, several: bool) -> BaseException:
    return BaseExceptionGroup("calls", failures) if several and failures[1:] else failures[0]


def _cancelled(call: Task[Any]) -> BaseException:
    try:
        call.result()
    except CancelledError as error:
        return error
    raise AssertionError(f"{call} was not cancelled")


async def _given(source: Iterable[Any]) -> AsyncIterator[Any]:
    for each in source:
        yield each
