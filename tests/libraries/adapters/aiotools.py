"""Plug in aiotools: its task scopes, cancelled when the body has ended."""

from contextlib import asynccontextmanager
from contextvars import ContextVar
from importlib.metadata import version

from aiotools import TaskScope
from haiway_conformance import Adapter

current: ContextVar[TaskScope] = ContextVar("current")


class Aiotools(Adapter):
    name, version = "aiotools", version("aiotools")

    @asynccontextmanager
    async def scope(self, name, /, *state):
        async with TaskScope() as group:
            token = current.set(group)
            try:
                yield
            finally:
                current.reset(token)
            group.abort()

    def spawn(self, function, /, *args, **kwargs):
        return current.get().create_task(function(*args, **kwargs))
