"""What plain asyncio does wrong in this Python: an implementation is not charged with it."""

import asyncio
from functools import cache

from haiway_conformance.simulation import Returned, SimulatedLoop, simulate

__all__ = ("keeps_request_of_failed_group",)


@cache
def keeps_request_of_failed_group() -> bool:
    """Whether `cancelling()` stays raised after a TaskGroup a task of which failed during its exit.

    So it is in CPython 3.12, where `asyncio.TaskGroup` takes back its request to the parent only
    if it was made before the exit; implementations made of task groups inherit it. Found by
    trying, with no implementation at all.
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

    match simulate(SimulatedLoop(), main()).ending:
        case Returned(value=int(value)):
            return value > 0
        case _:
            return False
