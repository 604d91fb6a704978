"""A pool of one connection, and two users of whom one may be cancelled."""

import asyncio

from aiomisc import PoolBase
from haiway_conformance.simulation import world


class Pool(PoolBase):
    async def _create_instance(self) -> str:
        return await world.event("connected", returns="a connection")

    async def _destroy_instance(self, instance: str) -> None:
        pass

    async def _check_instance(self, instance: str) -> bool:
        return True


async def two_users() -> None:
    pool = Pool(maxsize=1)

    async def use() -> None:
        async with pool.acquire():
            await world.event("an answer")

    users = [asyncio.create_task(use(), name=f"user {each}") for each in (1, 2)]
    await asyncio.wait(users)
    await pool.close()
