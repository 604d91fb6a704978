"""The loop keeps nothing alive that the program has dropped, as little as asyncio's own."""

import asyncio
import gc
import weakref

import pytest
from haiway_conformance.simulated_loop import Returned, SimulatedLoop, known_tasks, run_simulated


class Something:
    """An object that can be referred to weakly."""


@pytest.fixture(autouse=True)
def without_garbage_collection():
    """Disable the collector: what is gone without it was kept by nothing, not even a cycle."""
    gc.disable()
    yield
    gc.enable()


async def gives(made):
    await asyncio.sleep(0)
    made.append(weakref.ref(thing := Something()))
    return thing


async def fails(made):
    local = Something()
    made.append(weakref.ref(local))
    await asyncio.sleep(0)
    raise ValueError


async def sleeps(made):
    local = Something()
    made.append(weakref.ref(local))
    await asyncio.sleep(60)


async def waits(made):
    local = Something()
    made.append(weakref.ref(local))
    await asyncio.get_running_loop().external_event("p")


@pytest.mark.parametrize("work", [gives, fails, sleeps, waits])
@pytest.mark.parametrize("factory", [None, asyncio.eager_task_factory], ids=["lazy", "eager"])
def test_what_a_task_held_is_gone_when_the_program_drops_it(work, factory):
    made = []

    async def one():
        task = asyncio.create_task(work(made))
        if work is sleeps:
            await asyncio.sleep(1)
            task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()

    async def main():
        await one()
        await asyncio.sleep(0)
        return made[0]()

    loop = SimulatedLoop(task_factory=factory)
    assert run_simulated(loop, main()).ending == Returned(value=None)


def test_thousands_of_tasks_that_ended_are_forgotten(monkeypatch):
    monkeypatch.setattr(known_tasks, "SPARE", 10)
    most = []

    async def main():
        loop = asyncio.get_running_loop()
        for _ in range(100):
            await asyncio.create_task(asyncio.sleep(0))
            most.append(sum(1 for _ in loop.tasks))
        return max(most)

    assert run_simulated(SimulatedLoop(), main()).ending == Returned(value=2)


def test_a_task_that_nobody_keeps_is_still_found_when_the_program_ends():
    async def waits_for_nothing():
        await asyncio.get_running_loop().create_future()

    async def lets_go():
        asyncio.create_task(waits_for_nothing())  # noqa: RUF006
        await asyncio.sleep(1)

    (place,) = run_simulated(SimulatedLoop(), lets_go()).places
    assert place.endswith("waits_for_nothing")
