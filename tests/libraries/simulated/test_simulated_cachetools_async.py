"""cachetools-async: one computation for each key; one that is cancelled stays for ever."""

import asyncio
from contextlib import suppress

import pytest
from cachetools import LRUCache
from cachetools_async import cached
from every_way import finding
from haiway_conformance.simulation import simulate, world


def test_a_key_is_computed_once() -> None:
    async def main() -> None:
        loaded: list[str] = []

        @cached(LRUCache(8))
        async def load(key: str) -> str:
            loaded.append(key)
            return await world.event(f"{key} is loaded", returns=key)

        assert await asyncio.gather(*map(load, "aab")) == ["a", "a", "b"]
        assert sorted(loaded) == ["a", "b"]

    for eager in (False, True):
        # A computation goes on when its callers are cancelled: that is how it is meant.
        simulate(main, eager=eager, cancel="everywhere", allow="tasks")
    assert simulate(main, exhaustive=True).complete


def test_what_failed_is_computed_again() -> None:
    async def main() -> None:
        loads = 0

        @cached(LRUCache(8))
        async def load() -> int:
            nonlocal loads
            loads += 1
            return await world.event("answer", returns=1, raises=OSError if loads < 3 else ())

        await asyncio.gather(load(), load(), return_exceptions=True)
        with suppress(OSError):
            assert await load() == 1

    simulate(main)
    assert simulate(main, exhaustive=True).complete


async def computed_again() -> None:
    @cached(LRUCache(8))
    async def load() -> int:
        return await world.event("answer", returns=1)

    with suppress(asyncio.CancelledError):
        await load()
    try:
        assert await load() == 1
    except asyncio.CancelledError:
        raise AssertionError("nobody cancelled this call") from None


def test_whoever_calls_after_a_cancelled_computation_is_cancelled() -> None:
    found = finding(computed_again, cancel="everywhere", cancelled="load")
    assert "nobody cancelled this call" in found.finding.sentence


def test_asyncio_shows_that_a_cancelled_computation_stays_in_the_cache() -> None:
    async def main() -> None:
        loads = 0

        @cached(LRUCache(8))
        async def load() -> int:
            nonlocal loads
            loads += 1
            if loads == 1:
                raise asyncio.CancelledError
            return 1

        for _ in range(2):
            with pytest.raises(asyncio.CancelledError):
                await load()
        # The second call should have computed it again.
        assert loads == 1

    asyncio.run(main())
