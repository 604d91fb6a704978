"""Grossly wrong implementations: each breaks many clauses at once, so that there is much to shrink.

They are the reference with its scopes, streams and helpers wrapped.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx, helpers

__all__ = (
    "GROSSLY_WRONG",
    "EndlessStreams",
    "HelpersThatNeverReturn",
    "Leaks",
    "NeverCancels",
    "SwallowsCancellation",
)


class _Gross(ModuleAdapter):
    def __init__(self) -> None:
        super().__init__(haiway_reference)


class _Scope:
    """A scope of the reference that is left in another way."""

    def __init__(self, scope: Any, leave: Callable[..., Awaitable[Any]]) -> None:
        self._scope, self._leave = scope, leave

    async def __aenter__(self) -> Any:
        return await self._scope.__aenter__()

    async def __aexit__(self, *raised: object) -> Any:
        return await self._leave(self._scope, *raised)


class _Stream:
    """A stream of the reference whose items are asked for in another way."""

    def __init__(self, stream: Any, ask: Callable[[Any], Awaitable[Any]]) -> None:
        self._stream, self._ask = stream, ask

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> Any:
        return await self._ask(self._stream)

    async def aclose(self) -> None:
        await self._stream.aclose()


_spawned: ContextVar[list[Any] | None] = ContextVar("spawned", default=None)


class NeverCancels(_Gross):
    """A scope waits for its tasks, and cancels none."""

    def spawn(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        task = asyncio.get_running_loop().create_task(function(*args, **kwargs))
        if (tasks := _spawned.get()) is not None:
            tasks.append(task)
        return task

    def scope(self, name: str, /, *state: Any, **more: Any) -> Any:
        return _Waiting(ctx.scope(name, *state, **more))


class _Waiting:
    def __init__(self, scope: Any) -> None:
        self._scope = scope
        self._tasks: list[Any] = []

    async def __aenter__(self) -> Any:
        entered = await self._scope.__aenter__()
        self._token = _spawned.set(self._tasks)
        return entered

    async def __aexit__(self, *raised: object) -> Any:
        _spawned.reset(self._token)
        if self._tasks:
            await asyncio.wait(self._tasks)
        return await self._scope.__aexit__(*raised)


class HelpersThatNeverReturn(_Gross):
    """The helpers do their work, and then wait for ever."""

    async def process_concurrently(self, *args: Any, **more: Any) -> None:
        await helpers.process_concurrently(*args, **more)
        await asyncio.Event().wait()

    async def execute_concurrently(self, *args: Any, **more: Any) -> Any:
        await helpers.execute_concurrently(*args, **more)
        await asyncio.Event().wait()


class SwallowsCancellation(_Gross):
    """Every scope, stream and helper swallows every cancellation."""

    def scope(self, name: str, /, *state: Any, **more: Any) -> Any:
        async def leave(scope: Any, *raised: Any) -> Any:
            try:
                suppressed = await scope.__aexit__(*raised)
            except asyncio.CancelledError:
                return True
            return suppressed or isinstance(raised[1], asyncio.CancelledError)

        return _Scope(ctx.scope(name, *state, **more), leave)

    async def process_concurrently(self, *args: Any, **more: Any) -> None:
        try:
            await helpers.process_concurrently(*args, **more)
        except asyncio.CancelledError:
            return

    async def execute_concurrently(self, *args: Any, **more: Any) -> Any:
        try:
            return await helpers.execute_concurrently(*args, **more)
        except asyncio.CancelledError:
            return []

    def stream(self, *args: Any, **more: Any) -> Any:
        return _Stream(ctx.stream(*args, **more), self._ask)

    def stream_concurrently(self, *args: Any, **more: Any) -> Any:
        return _Stream(helpers.stream_concurrently(*args, **more), self._ask)

    async def _ask(self, stream: Any) -> Any:
        try:
            return await anext(stream)
        except asyncio.CancelledError:
            raise StopAsyncIteration from None


class EndlessStreams(_Gross):
    """Streams wait for ever where they should end."""

    def stream(self, *args: Any, **more: Any) -> Any:
        return _Stream(ctx.stream(*args, **more), self._ask)

    def stream_concurrently(self, *args: Any, **more: Any) -> Any:
        return _Stream(helpers.stream_concurrently(*args, **more), self._ask)

    async def _ask(self, stream: Any) -> Any:
        try:
            return await anext(stream)
        except StopAsyncIteration:
            await asyncio.Event().wait()


class Leaks(_Gross):
    """Every scope leaves a task and a timer behind."""

    def scope(self, name: str, /, *state: Any, **more: Any) -> Any:
        async def leave(scope: Any, *raised: Any) -> Any:
            loop = asyncio.get_running_loop()
            loop.create_task(asyncio.Event().wait())  # noqa: RUF006 - so it is lost
            loop.call_later(1000, int)
            return await scope.__aexit__(*raised)

        return _Scope(ctx.scope(name, *state, **more), leave)


GROSSLY_WRONG = (NeverCancels, HelpersThatNeverReturn, SwallowsCancellation, EndlessStreams, Leaks)
