"""Bugs of plain asyncio in this Python, with which nobody else is charged."""

import asyncio
from functools import cache

from haiway_conformance.simulated_loop.endings import Returned
from haiway_conformance.simulated_loop.loop import SimulatedLoop
from haiway_conformance.simulated_loop.running import run_simulated

__all__ = ("keeps_request_of_failed_group",)


@cache
def keeps_request_of_failed_group() -> bool:
    """Return True if `cancelling()` stays raised after a task failed during a TaskGroup's exit.

    That is a bug of CPython 3.12: `asyncio.TaskGroup` takes back its request to the parent only if
    it made that before the exit. Whatever is made of task groups inherits it. This tries it with
    plain asyncio.
    """

    async def fails() -> None:
        await asyncio.sleep(1)
        raise ValueError

    async def main() -> int:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())
        except* ValueError:
            pass
        task = asyncio.current_task()
        return task.cancelling() if task is not None else 0

    match run_simulated(SimulatedLoop(), main()).ending:
        case Returned(value=int(value)):
            return value > 0
        case _:
            return False
