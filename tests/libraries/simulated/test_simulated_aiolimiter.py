"""aiolimiter: no more than the rate, and a waiter that is cancelled frees its place."""

import asyncio

from aiolimiter import AsyncLimiter
from every_way import passes_every_way
from haiway_conformance.simulation import world


def test_a_rate_is_kept_with_a_burst_of_its_size() -> None:
    async def main() -> None:
        limiter, begun = AsyncLimiter(2, 1), []

        async def call(number: int) -> None:
            await world.event(f"request {number} arrives", takes=(0, 1))
            async with limiter:
                begun.append(world.time())

        await asyncio.gather(*map(call, range(6)))
        for first, since in enumerate(begun):
            for last, until in enumerate(begun[first:], first):
                assert last - first + 1 <= 2 + 2 * (until - since) + 1e-6

    passes_every_way(main)


def test_whoever_is_cancelled_holds_up_nobody() -> None:
    async def main() -> None:
        limiter = AsyncLimiter(1, 10)
        tasks = [asyncio.create_task(limiter.acquire(), name=f"call {each}") for each in range(4)]
        await asyncio.wait(tasks)
        served = sum(not each.cancelled() for each in tasks)
        assert served >= 3
        assert world.time() <= 30

    passes_every_way(main, cancelled="call*")
