"""A right implementation with some additional loop iterations before each step: `Unhurried`.

No clause depends on the number of iterations that a step takes. Here it takes several iterations to
enter a scope, to cancel its tasks after a body that ended normally, to begin a task or a handler
call, and to ask a stream for an item.
"""

from asyncio import sleep
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.adapter.capability import ATTRIBUTES

__all__ = ("Unhurried", "dawdle")

_ITERATIONS: Final = 3
_TO_ENTER: Final = 8


class Unhurried(Adapter):
    """A right implementation, slowed down.

    Args:
        adapter: The implementation. What it lacks is lacking here too.
    """

    version = "1"

    def __init__(self, adapter: Adapter) -> None:
        self.name = f"{adapter.name or type(adapter).__name__}, unhurried"
        self.lacks = adapter.lacks
        self.task_factory = adapter.task_factory
        self._adapter = adapter
        for attribute in ATTRIBUTES:
            found = getattr(adapter, attribute, None)
            slow = getattr(self, f"_{attribute}", None)
            setattr(self, attribute, found if found is None or slow is None else slow)

    def _spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        work = function(*arguments, **keywords)
        try:
            task = self._adapter.spawn(_later, work)
        except BaseException:
            work.close()
            raise

        def ended(_task: Any) -> None:
            work.close()  # it may never have begun

        task.add_done_callback(ended)
        return task

    def _scope(self, name: str, /, *state: Any, **more: Any) -> Any:
        return _Scope(self._adapter.scope(name, *state, **more))

    def _stream(self, source: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return _Stream(self._adapter.stream(source, *arguments, **keywords))

    def _stream_concurrently(self, *sources: Any, **more: Any) -> Any:
        return _Stream(self._adapter.stream_concurrently(*sources, **more))

    async def _process_concurrently(self, source: Any, /, handler: Any, **more: Any) -> None:
        await self._adapter.process_concurrently(source, _slowly(handler), **more)

    async def _execute_concurrently(self, handler: Any, /, elements: Any, **more: Any) -> Any:
        return await self._adapter.execute_concurrently(_slowly(handler), elements, **more)


async def dawdle(iterations: int = _ITERATIONS) -> None:
    """Let some iterations of the loop pass."""
    for _ in range(iterations):
        await sleep(0)


async def _later(work: Coroutine[Any, Any, Any]) -> Any:
    await dawdle()
    return await work


def _slowly(handler: Callable[[Any], Awaitable[Any]]) -> Callable[[Any], Awaitable[Any]]:
    async def call(element: Any) -> Any:
        await dawdle()
        return await handler(element)

    return call


class _Scope:
    def __init__(self, scope: Any) -> None:
        self._scope = scope

    async def __aenter__(self) -> Any:
        await dawdle(_TO_ENTER)
        return await self._scope.__aenter__()

    async def __aexit__(self, *raised: object) -> Any:
        if raised[1] is None:
            try:
                await dawdle()
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
        await dawdle()
        return await self._stream.__anext__()

    async def aclose(self) -> None:
        await self._stream.aclose()
