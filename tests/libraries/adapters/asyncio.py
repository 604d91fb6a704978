"""Plug in the standard library's `asyncio.TaskGroup`."""

from asyncio import TaskGroup
from contextlib import asynccontextmanager
from contextvars import ContextVar
from platform import python_version

from haiway_conformance import Adapter

current: ContextVar[TaskGroup] = ContextVar("current")


class TaskGroups(Adapter):
    name, version = "asyncio.TaskGroup", python_version()

    @asynccontextmanager
    async def scope(self, name, /, *state):
        async with TaskGroup() as group:
            token = current.set(group)
            try:
                yield
            finally:
                current.reset(token)

    def spawn(self, function, /, *args, **kwargs):
        return current.get().create_task(function(*args, **kwargs))
