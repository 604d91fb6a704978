"""Helpers made of one `asyncio.TaskGroup` for each use, whose group is taken off what leaves.

The caller itself reads the source, in its own context, and is interrupted by the group when a call
fails. What it does about requests and failures is what the group does.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from contextlib import suppress
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx
from haiway_reference.surroundings import own_context


class GroupedHelpers(ModuleAdapter):
    """The reference with `process_concurrently` and `execute_concurrently` made of groups."""

    name = "grouped helpers"

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.process_concurrently = _process
        self.execute_concurrently = _execute


class EagerGroupedHelpers(GroupedHelpers):
    """The same, where every task begins as soon as it is made."""

    name = "eager grouped helpers"
    task_factory = staticmethod(asyncio.eager_task_factory)


async def _process(
    source: Any, /, handler: Any, *, concurrent_tasks: int = 2, ignore_exceptions: bool = False
) -> None:
    async def call(element: Any) -> None:
        try:
            await handler(element)
        except Exception as error:
            if not ignore_exceptions:
                raise
            ctx.log_error("ignored", exception=error)

    await _run(source, call, concurrent_tasks, go_on=ignore_exceptions)


async def _execute(
    handler: Any, /, elements: Any, *, concurrent_tasks: int = 2, return_exceptions: bool = False
) -> list[Any]:
    async def call(element: Any) -> Any:
        try:
            return await handler(element)
        except Exception as error:
            if not return_exceptions:
                raise
            return error

    calls = await _run(elements, call, concurrent_tasks, go_on=return_exceptions)
    return [_cancelled(each) if each.cancelled() else each.result() for each in calls]


async def _run(source: Any, call: Any, limit: int, *, go_on: bool) -> list[Task[Any]]:
    if limit < 1:
        raise ValueError(f"{limit} calls at once do no work")
    places = asyncio.Semaphore(limit)
    here = asyncio.current_task()
    assert here is not None
    requests = here.cancelling()
    first: list[BaseException] = []
    calls: list[Task[Any]] = []

    def note(error: BaseException) -> None:
        # What fails because the caller was asked to stop is not first, but one of several.
        if not first and (not asked or isinstance(error, _OfSource)):
            first.append(error)

    def ended(task: Task[Any]) -> None:
        places.release()
        if not task.cancelled() and (error := task.exception()) is not None:
            note(error)
