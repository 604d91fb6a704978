"""Plug in asyncio-pool."""

from importlib.metadata import version

from asyncio_pool import AioPool, getres
from haiway_conformance import Adapter


class AsyncioPool(Adapter):
    name, version = "asyncio-pool", version("asyncio-pool")
    lacks = ("async-sources",)

    async def execute_concurrently(
        self, handler, /, elements, *, concurrent_tasks=2, return_exceptions=False
    ):
        async with AioPool(concurrent_tasks) as pool:
            ended = await pool.map(handler, elements, get_result=getres.pair)
        failures = [error for _, error in ended if error is not None]
        if failures and not return_exceptions:
            raise failures[0]
        return [result if error is None else error for result, error in ended]
