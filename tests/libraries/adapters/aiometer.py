"""Plug in aiometer."""

from functools import partial
from importlib.metadata import version

import aiometer
from haiway_conformance import Adapter


class Aiometer(Adapter):
    name, version = "aiometer", version("aiometer")
    lacks = ("async-sources",)

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        await aiometer.run_on_each(handler, source, max_at_once=concurrent_tasks)

    async def execute_concurrently(self, handler, /, elements, *, concurrent_tasks=2):
        calls = [partial(handler, each) for each in elements]
        return await aiometer.run_all(calls, max_at_once=concurrent_tasks)
