"""Plug in the operators of aiostream."""

from importlib.metadata import version

from aiostream import async_, stream
from haiway_conformance import Adapter


class Aiostream(Adapter):
    name, version = "aiostream", version("aiostream")
    lacks = ("ends-first",)

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        elements = stream.iterate(source)
        calls = stream.map(elements, async_(handler), ordered=False, task_limit=concurrent_tasks)
        async with calls.stream() as results:
            async for _ in results:
                pass

    async def execute_concurrently(self, handler, /, elements, *, concurrent_tasks=2):
        calls = stream.map(stream.iterate(elements), async_(handler), task_limit=concurrent_tasks)
        return await stream.list(calls)

    async def stream_concurrently(self, source_a, source_b, /):
        async with stream.merge(source_a, source_b).stream() as merged:
            async for item in merged:
                yield item
