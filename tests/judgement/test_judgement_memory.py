"""A run leaves no objects behind in memory, however its tasks ended."""

import asyncio
import gc
from contextlib import suppress
from typing import Any

import haiway_reference
import pytest
from haiway_conformance.adapter import ModuleAdapter, resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Await,
    Cancel,
    Catch,
    Deadline,
    Fail,
    Join,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import RandomWalk, SimulatedLoop, SimulatedTask

REFERENCE = resolve("haiway_reference")


ENDS_BADLY = Program(
    (
        Catch(
            (
                Scope(
                    "s",
                    (
                        Spawn("waits", (Wait("never", "never"),)),
                        Spawn("fails", (Wait("p"), Fail("error"))),
                        Deadline(1, (Sleep(5),)),
                        Await("fails"),
                    ),
                ),
            )
        ),
        Start("own", (Wait("never again", "never"),)),
        Cancel("own"),
        Join("own"),
    )
)


def _kept():
    kinds = SimulatedTask | SimulatedLoop
    return {id(each) for each in gc.get_objects() if isinstance(each, kinds)}


def test_hundreds_of_runs_keep_no_task_alive():
    """Of cancelled and failed tasks either; the last run, with its exceptions, is still held."""
    gc.collect()
    before = _kept()
    last = None
    for seed in range(200):
        last = execute(REFERENCE, ENDS_BADLY, RandomWalk(seed))
    gc.collect(1)
    assert last is not None
    assert "s" in last.raised
    assert _kept() <= before


class SpawnWaits(ModuleAdapter):
    """Its `spawn` runs the loop until the task has ended."""

    def __init__(self) -> None:
        super().__init__(haiway_reference)

    def spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        task = haiway_reference.ctx.spawn(function, *arguments, **keywords)
        loop: Any = asyncio.get_running_loop()
        here: Any = asyncio.current_task()
        asyncio._leave_task(loop, here)
        try:
            while not task.done():
                loop._run_once()
        finally:
            asyncio._enter_task(loop, here)
        return task


class NeverExits(ModuleAdapter):
    """The exit of its scopes can neither be cancelled nor closed."""

    def __init__(self) -> None:
        super().__init__(haiway_reference)

    def scope(self, name: str, /, *state: Any, **more: Any) -> Any:
        return _NeverExited(haiway_reference.ctx.scope(name, *state, **more))


class _NeverExited:
    def __init__(self, scope: Any) -> None:
        self._scope = scope

    async def __aenter__(self) -> Any:
        return await self._scope.__aenter__()

    async def __aexit__(self, *raised: object) -> None:
        while True:
            with suppress(BaseException):
                await asyncio.get_running_loop().create_future()


@pytest.mark.parametrize("adapter", [SpawnWaits(), NeverExits()])
def test_hundreds_of_runs_that_never_end_pile_up_no_tasks(adapter):
    """Each search for tasks goes through all that asyncio knows, those of other loops included."""
    gc.collect()
    before = set(asyncio.tasks._scheduled_tasks)
    for seed in range(50):
        assert execute(adapter, ENDS_BADLY, RandomWalk(seed)).hung
    assert set(asyncio.tasks._scheduled_tasks) <= before


def test_runs_that_never_end_leave_nothing_in_memory():
    gc.collect()
    before = _kept()
    for seed in range(50):
        assert execute(SpawnWaits(), ENDS_BADLY, RandomWalk(seed)).hung
    assert _kept() <= before
