"""An adapter for asyncio's own task groups: scopes and tasks, and nothing else."""

import asyncio
from contextlib import asynccontextmanager
from contextvars import ContextVar

from haiway_conformance import Adapter

current = ContextVar("current")


class Groups(Adapter):
    name, version = "asyncio.TaskGroup", "1"

    @asynccontextmanager
    async def scope(self, name, /):
        async with asyncio.TaskGroup() as group:
            token = current.set(group)
            try:
                yield
            finally:
                current.reset(token)

    def spawn(self, function, /, *args, **kwargs):
        return current.get().create_task(function(*args, **kwargs))
