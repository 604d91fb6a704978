"""The reference with a `spawn` that calls the function only when its task begins.

So a call that raises fails the task, and a task that is cancelled before it begins calls nothing.
"""

import asyncio
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter


class LateCalls(ModuleAdapter):
    """The reference with a `spawn` that calls the function within the task."""

    name = "late calls"

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.spawn = _spawn


class EagerLateCalls(LateCalls):
    """The same with eager tasks."""

    name = "eager late calls"
    task_factory = staticmethod(asyncio.eager_task_factory)


def _spawn(function: Any, /, *arguments: Any, **keywords: Any) -> Any:
    async def called() -> Any:
        return await function(*arguments, **keywords)

    return haiway_reference.ctx.spawn(called)
