"""Tiny implementations, each wrong in one way, and one that is not wrong."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from contextvars import ContextVar
from itertools import batched
from typing import Any

from haiway_conformance.adapter import Adapter

_TASKS: ContextVar[list[asyncio.Task[Any]]] = ContextVar("_TASKS")


class RightSoFar(Adapter):
    """Cancels and awaits its tasks when a scope is exited, and raises what they raised."""

    name, version = "tiny", "1"

    @asynccontextmanager
    async def scope(self, name, /, *state):
        tasks: list[asyncio.Task[Any]] = []
        token = _TASKS.set(tasks)
        try:
            yield
        finally:
            _TASKS.reset(token)
            await self.end(tasks)

    def spawn(self, function, /, *args, **kwargs):
        task = asyncio.get_running_loop().create_task(function(*args, **kwargs))
        _TASKS.get().append(task)
        return task

    def spawns_here(self):
        """Return whether there is a scope."""
        return _TASKS.get(None) is not None

    async def end(self, tasks):
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        failures = [task.exception() for task in tasks if not task.cancelled()]
        if any(failures):
            raise BaseExceptionGroup("tasks failed", [each for each in failures if each])


class NeitherCancelsNorAwaits(RightSoFar):
    """Leaves the tasks of a scope alone: they go on after it."""

    async def end(self, tasks):
        pass


class AwaitsWithoutCancelling(RightSoFar):
    """Waits for tasks that nobody tells to end."""

    async def end(self, tasks):
        if tasks:
            await asyncio.wait(tasks)


class LosesExceptions(RightSoFar):
    """Awaits the tasks, and never looks at what they raised."""

    async def end(self, tasks):
        running = [task for task in tasks if not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)


class ForgetsCoroutines(RightSoFar):
    """Makes a coroutine too many."""

    def spawn(self, function, /, *args, **kwargs):
        function(*args, **kwargs)
        return super().spawn(function, *args, **kwargs)


class LeavesTimers(RightSoFar):
    """Sets a timer that nobody cancels."""

    async def end(self, tasks):
        asyncio.get_running_loop().call_later(60, int)
        await super().end(tasks)


class KeepsRequests(RightSoFar):
    """Cancels the task that exits the scope, and catches that, but does not take it back."""

    async def end(self, tasks):
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(0)
        await super().end(tasks)


class HoldsWhatItRaises(RightSoFar):
    """Raises an exception that is still in a variable of the function that raises it."""

    async def end(self, tasks):
        try:
            await super().end(tasks)
        except Exception as raised:  # noqa: BLE001 - it is raised again, later
            error = raised
        else:
            return
        raise error


class SpawnWaits(RightSoFar):
    """Gives a task only when that has ended."""

    async def spawn(self, function, /, *args, **kwargs):
        task = super().spawn(function, *args, **kwargs)
        await asyncio.wait([task])
        return task


class RunsTasksOneByOne(RightSoFar):
    """Lets a task begin only when the one before it has ended."""

    def spawn(self, function, /, *args, **kwargs):
        earlier = [*_TASKS.get()]

        async def in_turn():
            if earlier:
                await asyncio.wait(earlier)
            return await function(*args, **kwargs)

        return super().spawn(in_turn)


class NeverWakes(RightSoFar):
    """Gives handles whose awaiters are never told of the end."""

    def spawn(self, function, /, *args, **kwargs):
        super().spawn(function, *args, **kwargs)
        return asyncio.get_running_loop().create_future()


class HelperWaitsForAll(RightSoFar):
    """Has a helper that waits for what its handlers have spawned."""

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        tasks: list[asyncio.Task[Any]] = []
        token = _TASKS.set(tasks)
        for element in source:
            await handler(element)
        _TASKS.reset(token)
        while running := [task for task in tasks if not task.done()]:
            await asyncio.wait(running)


class HelperIsSerial(RightSoFar):
    """Has a helper that makes one call after the other, whatever the limit."""

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        for element in source:
            await handler(element)


class HelperMakesBatches(RightSoFar):
    """Has a helper that makes calls in batches: the places of one are free until all have ended."""

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        for batch in batched(source, concurrent_tasks):
            await asyncio.gather(*map(handler, batch))


class EntersResourcesOutside(AwaitsWithoutCancelling):
    """Enters the resources of a scope while the outer scope is current, which is right."""

    @asynccontextmanager
    async def scope(self, name, /, *state, disposables=None):
        async with AsyncExitStack() as stack:
            for each in disposables or ():
                await stack.enter_async_context(each)
            async with super().scope(name, *state):
                yield
