"""Programs in which very much ends while one scope goes on, and that look at what is still kept.

What they look at are objects that nothing refers to any more, except perhaps the implementation.
"""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any, Final
from weakref import WeakSet

from haiway_conformance.adapter import Adapter, spawned
from haiway_conformance.judgement import expect

__all__ = ("call_a_handler_often", "read_many_streams", "spawn_many_short_tasks")

MANY: Final = 200
"""How much there is of what ends."""

AT_MOST: Final = 50
"""How much of that may be kept: an implementation may have buffers, but none that grow."""

PATIENCE: Final = 1_000
"""How often the programs look again, a millisecond later."""


class Load:
    """An object that a piece of work holds, and gives back."""


async def _kept(alive: "WeakSet[Any]") -> int:
    """Return how much is kept when the implementation has had the time to drop it."""
    for _ in range(PATIENCE):
        if len(alive) <= AT_MOST:
            return len(alive)
        await asyncio.sleep(0.001)
    gc.collect()  # what is in reference cycles alone is kept by nobody
    return len(alive)


def _expect_few(kept: int, what: str) -> None:
    expect(
        kept <= AT_MOST,
        f"{MANY} {what} in a scope that goes on, and {kept} of them are still kept in memory",
    )


async def spawn_many_short_tasks(adapter: Adapter) -> None:
    """Answer many requests in the scope of a service, each in a task of which nothing is kept."""
    alive: WeakSet[Load] = WeakSet()
    answered: list[int] = []

    async def answer(load: Load) -> Load:
        await asyncio.sleep(0)
        answered.append(len(answered))
        return load

    async with adapter.scope("service"):
        for _ in range(MANY):
            load = Load()
            alive.add(load)
            await spawned(adapter, answer, load)
            del load
            await asyncio.sleep(0)
        for _ in range(PATIENCE):
            if len(answered) == MANY:
                break
            await asyncio.sleep(0.001)
        kept = await _kept(alive)
    _expect_few(kept, "tasks have ended")


async def call_a_handler_often(adapter: Adapter) -> None:
    """Handle many messages, of which the helper needs none any more when it has been handled."""
    alive: WeakSet[Load] = WeakSet()
    kept = 0

    async def messages() -> AsyncGenerator[Load]:
        nonlocal kept
        for _ in range(MANY):
            load = Load()
            alive.add(load)
            yield load
            del load
        kept = await _kept(alive)

    async def handle(message: Load) -> Load:
        await asyncio.sleep(0)
        return message

    async with adapter.scope("service"):
        await adapter.process_concurrently(messages(), handle, concurrent_tasks=2)
    _expect_few(kept, "messages have been read, and nearly all of them handled,")


async def read_many_streams(adapter: Adapter) -> None:
    """Read many short streams to their end, one after the other."""
    alive: WeakSet[Any] = WeakSet()

    async def answers(load: Load) -> AsyncGenerator[Load]:
        yield load

    async with adapter.scope("service"):
        for _ in range(MANY):
            load = Load()
            stream = adapter.stream(answers, load)
            with suppress(TypeError):  # not every object can be referred to weakly
                alive.add(stream)
            async for each in stream:
                alive.add(each)
                await asyncio.sleep(0)
                del each
            del stream, load
        kept = await _kept(alive)
    _expect_few(kept, "streams have ended")
