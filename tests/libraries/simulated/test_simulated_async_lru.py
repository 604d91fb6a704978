"""async-lru: one computation for each key, unless it was invalidated meanwhile."""

import asyncio
from contextlib import suppress

from async_lru import alru_cache
from every_way import finding, passes_every_way
from haiway_conformance.simulation import world


def test_a_key_is_computed_once() -> None:
    async def main() -> None:
        loaded: list[str] = []

        @alru_cache(maxsize=8)
        async def load(key: str) -> str:
            loaded.append(key)
            return await world.event(f"{key} is loaded", returns=key)

        assert await asyncio.gather(*map(load, "aab")) == ["a", "a", "b"]
        assert sorted(loaded) == ["a", "b"]

    passes_every_way(main)


def test_a_caller_that_is_cancelled_takes_the_value_from_nobody() -> None:
    async def main() -> None:
        @alru_cache(maxsize=8)
        async def load(key: str) -> str:
            return await world.event(f"{key} is loaded", returns=key)

        async def call() -> str:
            return await load("a")

        tasks = [asyncio.create_task(call(), name=f"caller {each}") for each in range(3)]
        await asyncio.wait(tasks)
        assert all(each.cancelled() or each.result() == "a" for each in tasks)

    passes_every_way(main, cancelled="caller*")


async def invalidated_meanwhile() -> None:
    loads = 0

    @alru_cache(maxsize=8)
    async def load() -> int:
        nonlocal loads
        loads += 1
        fails = OSError if loads == 1 else ()
        return await world.event(f"answer {loads}", returns=loads, raises=fails)

    async def first() -> None:
        with suppress(OSError):
            await load()

    async def changed() -> None:
        await world.event("the data change")
        load.cache_invalidate()
        await load()

    await asyncio.gather(first(), changed())
    before = loads
    await load()
    assert loads == before, "what was loaded last should be in the cache"


def test_a_failure_of_an_old_computation_removes_the_new_value() -> None:
    found = finding(invalidated_meanwhile)
    assert "should be in the cache" in found.finding.sentence


def test_asyncio_shows_that_an_old_failure_removes_the_new_value() -> None:
    async def main() -> None:
        answers = [asyncio.Event(), asyncio.Event()]
        loads = 0

        @alru_cache(maxsize=8)
        async def load() -> int:
            nonlocal loads
            loads += 1
            mine = loads
            if mine <= 2:
                await answers[mine - 1].wait()
            if mine == 1:
                raise OSError
            return mine

        old = asyncio.create_task(load())
        await asyncio.sleep(0)
        load.cache_invalidate()
        new = asyncio.create_task(load())
        answers[0].set()
        await asyncio.wait([old])
        answers[1].set()
        assert await new == 2
        # It should have been taken from the cache.
        assert await load() == 3

    asyncio.run(main())
