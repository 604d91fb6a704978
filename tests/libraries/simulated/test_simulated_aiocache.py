"""aiocache: one computation for each key, unless it ends badly: then all who wait begin at once."""

import asyncio

from aiocache import SimpleMemoryCache, cached_stampede
from aiocache.lock import OptimisticLock, OptimisticLockError
from every_way import finding, passes_every_way
from haiway_conformance.simulation import simulate, world


async def three_callers() -> None:
    running = most = 0

    @cached_stampede(lease=1000, key="key")
    async def load() -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return await world.event("it is loaded", returns=1, takes=(0, 9))
        finally:
            running -= 1

    async def call() -> int:
        return await load()

    tasks = [asyncio.create_task(call(), name=f"caller {each}") for each in range(3)]
    await asyncio.wait(tasks)
    await load.cache.clear()
    assert all(each.cancelled() or each.result() == 1 for each in tasks)
    assert most == 1, f"{most} at once"


def test_a_key_is_computed_by_one() -> None:
    simulate(three_callers)
    simulate(three_callers, eager=True)
    assert simulate(three_callers, exhaustive=True).complete


def test_an_optimistic_lock_loses_no_update() -> None:
    async def main() -> None:
        cache, wins = SimpleMemoryCache(), 0
        await cache.set("key", 0)

        async def add(number: int) -> None:
            nonlocal wins
            try:
                async with OptimisticLock(cache, "key") as lock:
                    value = await cache.get("key")
                    await world.event(f"answer {number}")
                    await lock.cas(value + 1)
                    wins += 1
            except OptimisticLockError:
                world.note("another one was faster")

        await asyncio.gather(add(1), add(2))
        assert await cache.get("key") == wins
        await cache.clear()

    passes_every_way(main)


def test_when_the_first_is_cancelled_all_others_compute_at_once() -> None:
    found = finding(three_callers, cancel="everywhere", cancelled="caller*")
    assert "2 at once" in found.finding.sentence


def test_asyncio_shows_that_all_others_compute_at_once() -> None:
    async def main() -> None:
        running = 0
        loaded = asyncio.Event()

        @cached_stampede(lease=1000, key="key")
        async def load() -> int:
            nonlocal running
            running += 1
            try:
                await loaded.wait()
            finally:
                running -= 1
            return 1

        first, *others = [asyncio.create_task(load()) for _ in range(3)]
        await asyncio.sleep(0.01)
        assert running == 1
        first.cancel()
        await asyncio.sleep(0.01)
        # One of them should have been enough.
        assert running == 2
        loaded.set()
        assert await asyncio.gather(*others) == [1, 1]
        await load.cache.clear()

    asyncio.run(main())
