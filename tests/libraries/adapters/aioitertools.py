"""Plug in `aioitertools.asyncio`."""

from importlib.metadata import version

import aioitertools
from aioitertools.asyncio import as_generated, gather_iter
from haiway_conformance import Adapter


class Aioitertools(Adapter):
    name, version = "aioitertools", version("aioitertools")
    lacks = ("ends-first",)

    async def execute_concurrently(
        self, handler, /, elements, *, concurrent_tasks=2, return_exceptions=False
    ):
        calls = (handler(each) async for each in aioitertools.iter(elements))
        return await gather_iter(calls, return_exceptions, concurrent_tasks)

    def stream_concurrently(self, source_a, source_b, /):
        return as_generated((source_a, source_b))
