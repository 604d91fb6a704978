"""Plug in quattro: its task groups, with background tasks, and its `gather`."""

from contextlib import asynccontextmanager
from contextvars import ContextVar
from importlib.metadata import version

from haiway_conformance import Adapter
from quattro import TaskGroup, gather

current: ContextVar[TaskGroup] = ContextVar("current")


class Quattro(Adapter):
    name, version = "quattro", version("quattro")
    lacks = ("async-sources",)

    @asynccontextmanager
    async def scope(self, name, /, *state):
        async with TaskGroup() as group:
            token = current.set(group)
            try:
                yield
            finally:
                current.reset(token)

    def spawn(self, function, /, *args, **kwargs):
        return current.get().create_background_task(function(*args, **kwargs))

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        await gather(*map(handler, source), concurrency_limit=concurrent_tasks)

    async def execute_concurrently(
        self, handler, /, elements, *, concurrent_tasks=2, return_exceptions=False
    ):
        return await gather(
            *map(handler, elements),
            return_exceptions=return_exceptions,
            concurrency_limit=concurrent_tasks,
        )
