"""The reference with some additional loop iterations before each step.

No clause depends on the number of iterations that a step takes. Here it takes several iterations to
enter a scope, to cancel its tasks after a body that ended normally, to begin a task or a handler
call, and to ask a stream for an item.
"""

from asyncio import Task, sleep
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx
from haiway_reference.helpers import (
    execute_concurrently,
    process_concurrently,
    stream_concurrently,
)

__all__ = ("Unhurried",)

ITERATIONS = 3
TO_ENTER = 8


class Unhurried(ModuleAdapter):
    """The reference, slowed down."""

    name = "unhurried"

    def __init__(self) -> None:
        super().__init__(haiway_reference)

    def spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> Task[Any]:
        work = function(*arguments, **keywords)
        try:
            task = ctx.spawn(_later, work)
        except BaseException:
            work.close()
            raise
        task.add_done_callback(lambda _: work.close())  # closes a coroutine that has never begun
        return task

    def scope(self, name: str, /, *state: Any, **more: Any) -> Any:
        return _Scope(ctx.scope(name, *state, **more))

    def stream(self, source: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return _Stream(ctx.stream(source, *arguments, **keywords))

    def stream_concurrently(self, *sources: Any, **more: Any) -> Any:
        return _Stream(stream_concurrently(*sources, **more))

    async def process_concurrently(self, source: Any, /, handler: Any, **more: Any) -> None:
        await process_concurrently(source, _slowly(handler), **more)

    async def execute_concurrently(self, handler: Any, /, elements: Any, **more: Any) -> Any:
        return await execute_concurrently(_slowly(handler), elements, **more)


async def _dawdle(iterations: int = ITERATIONS) -> None:
    for _ in range(iterations):
        await sleep(0)


async def _later(work: Coroutine[Any, Any, Any]) -> Any:
    await _dawdle()
    return await work


def _slowly(handler: Callable[[Any], Awaitable[Any]]) -> Callable[[Any], Awaitable[Any]]:
    async def call(element: Any) -> Any:
        await _dawdle()
        return await handler(element)

    return call


class _Scope:
    def __init__(self, scope: Any) -> None:
        self._scope = scope

    async def __aenter__(self) -> Any:
        await _dawdle(TO_ENTER)
        return await self._scope.__aenter__()

    async def __aexit__(self, *raised: object) -> Any:
        if raised[1] is None:
            try:
                await _dawdle()
            except BaseException as interrupted:
                # A cancellation during these iterations counts as one of the body.
                if await self._scope.__aexit__(type(interrupted), interrupted, None):
                    return True
                raise
        return await self._scope.__aexit__(*raised)


class _Stream(AsyncIterator[Any]):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __anext__(self) -> Any:
        await _dawdle()
        return await self._stream.__anext__()

    async def aclose(self) -> None:
        await self._stream.aclose()
