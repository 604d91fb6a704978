"""Implementations with telling names; only the smoke check runs any of them."""

import asyncio
from contextlib import asynccontextmanager

from haiway_conformance.adapter import Adapter

groups = []


class OnlyScopesAndTasks(Adapter):
    name, version = "only-scopes-and-tasks", "1.0"

    @asynccontextmanager
    async def scope(self, name, /, *state):
        async with asyncio.TaskGroup() as group:
            groups.append(group)
            try:
                yield
            finally:
                groups.pop()

    def spawn(self, function, /, *args, **kwargs):
        return groups[-1].create_task(function(*args, **kwargs))


class WithStreams(OnlyScopesAndTasks):
    """Claims to have streams, which nothing here ever opens."""

    stream = OnlyScopesAndTasks.spawn


class ScopeIsACoroutine(Adapter):
    async def scope(self, name, /, *state):
        raise NotImplementedError
