"""aiomisc: its pool loses a place for each instance that could not be made; its aggregation."""

import asyncio
from contextlib import suppress

import pytest
from aiomisc import PoolBase
from aiomisc.aggregate import aggregate
from every_way import finding, passes_every_way
from haiway_conformance.simulation import Kind, simulate, world


class Pool(PoolBase):
    """A pool of one connection, which may fail to be made."""

    fails: tuple[type[Exception], ...] = ()

    def __init__(self) -> None:
        super().__init__(maxsize=1)

    async def _create_instance(self) -> object:
        return await world.event("it is connected", returns=object(), raises=self.fails)

    async def _destroy_instance(self, instance: object) -> None:
        pass

    async def _check_instance(self, instance: object) -> bool:
        return True


async def two_users() -> None:
    pool = Pool()

    async def use() -> None:
        with suppress(OSError):
            async with pool.acquire():
                await world.event("an answer")

    tasks = [asyncio.create_task(use(), name=f"user {each}") for each in range(2)]
    await asyncio.wait(tasks)
    await pool.close()


async def two_users_with_failures() -> None:
    Pool.fails = (OSError,)
    try:
        await two_users()
    finally:
        Pool.fails = ()


def test_a_pool_serves_everybody() -> None:
    simulate(two_users)
    simulate(two_users, eager=True)
    assert simulate(two_users, exhaustive=True).complete


@pytest.mark.parametrize("eager", [False, True])
def test_a_pool_loses_a_place_when_its_user_is_cancelled(*, eager: bool) -> None:
    found = finding(two_users, cancel="everywhere", cancelled="user*", eager=eager)
    assert found.finding.kind is Kind.DEADLOCK


def test_a_pool_loses_a_place_when_an_instance_can_not_be_made() -> None:
    assert finding(two_users_with_failures).finding.kind is Kind.DEADLOCK


def test_asyncio_shows_that_a_pool_loses_a_place() -> None:
    class Failing(Pool):
        async def _create_instance(self) -> object:
            raise OSError

    async def main() -> None:
        pool = Failing()
        with pytest.raises(OSError):  # noqa: PT011 - it has no text
            async with pool.acquire():
                pass
        # It should have tried again, and raised OSError.
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), pool.acquire():
                pass
        await pool.close()

    asyncio.run(main())


def test_calls_are_aggregated_and_each_gets_its_own_answer() -> None:
    async def main() -> None:
        @aggregate(leeway_ms=100, max_count=2)
        async def ten_times(*numbers: int) -> list[int]:
            assert len(numbers) <= 2
            await world.event("an answer")
            return [10 * each for each in numbers]

        tasks = [asyncio.create_task(ten_times(each), name=f"caller {each}") for each in range(3)]
        await asyncio.wait(tasks)
        for number, each in enumerate(tasks):
            assert each.cancelled() or each.result() == 10 * number

    passes_every_way(main, cancelled="caller*")
