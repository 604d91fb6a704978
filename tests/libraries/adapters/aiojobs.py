"""Plug in aiojobs: its scheduler, which is closed when the body has ended."""

from contextlib import asynccontextmanager
from contextvars import ContextVar
from importlib.metadata import version

from aiojobs import Job, Scheduler
from haiway_conformance import Adapter

current: ContextVar[Scheduler] = ContextVar("current")


class Handle:
    """A job that can be awaited and cancelled as tasks are."""

    def __init__(self, job: Job):
        self.job = job

    def __await__(self):
        return self.job.wait().__await__()

    def cancel(self):
        self.job._task.cancel()


class Aiojobs(Adapter):
    name, version = "aiojobs", version("aiojobs")

    @asynccontextmanager
    async def scope(self, name, /, *state):
        scheduler = Scheduler(limit=None, close_timeout=None)
        token = current.set(scheduler)
        try:
            yield
        finally:
            current.reset(token)
            await scheduler.close()

    async def spawn(self, function, /, *args, **kwargs):
        return Handle(await current.get().spawn(function(*args, **kwargs)))
