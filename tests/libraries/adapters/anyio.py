"""Plug in anyio: its task groups, cancelled when the body has ended."""

from contextlib import asynccontextmanager
from contextvars import ContextVar
from importlib.metadata import version

from anyio import create_task_group
from anyio.abc import TaskGroup
from haiway_conformance import Adapter

current: ContextVar[TaskGroup] = ContextVar("current")


class Anyio(Adapter):
    name, version = "anyio", version("anyio")

    @asynccontextmanager
    async def scope(self, name, /, *state):
        async with create_task_group() as group:
            token = current.set(group)
            try:
                yield
            finally:
                current.reset(token)
            group.cancel_scope.cancel()

    def spawn(self, function, /, *args, **kwargs):
        return current.get().create_task(function(*args, **kwargs))
