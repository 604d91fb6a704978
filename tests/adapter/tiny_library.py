"""A tiny library with scopes and tasks, whose names and interface are its own."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any, Self


class Nursery:
    """Runs tasks, and cancels the remaining ones when it is closed."""

    current: ContextVar["Nursery"] = ContextVar("current")

    def __init__(self, title: str) -> None:
        self.title = title
        self.tasks: set[asyncio.Task[Any]] = set()

    async def open(self) -> Self:
        self._token = self.current.set(self)
        return self

    async def close(self) -> None:
        self.current.reset(self._token)
        interruption = None
        while self.tasks:
            if interruption is None:
                for task in self.tasks:
                    task.cancel()
            try:
                await asyncio.wait(self.tasks)
            except asyncio.CancelledError as error:
                interruption = error
        if interruption is not None:
            raise interruption

    def start(
        self, function: Callable[..., Coroutine[Any, Any, Any]], /, *args: Any, **kwargs: Any
    ) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(function(*args, **kwargs))
        self.tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled():
            task.exception()
