"""asyncio-throttle: no more calls in a period than its limit. It looks at `time.monotonic`."""

import asyncio
from itertools import pairwise

from asyncio_throttle import Throttler
from haiway_conformance.simulation import simulate, world


def test_a_limit_is_kept_in_virtual_time() -> None:
    async def main() -> None:
        throttler, begun = Throttler(1, period=1.0, retry_interval=0.1), []

        async def call(number: int) -> None:
            await world.event(f"request {number} arrives", takes=(0, 1))
            async with throttler:
                begun.append(world.time())

        await asyncio.gather(*map(call, range(4)))
        assert all(later - earlier >= 1.0 for earlier, later in pairwise(begun))

    # It polls, so each schedule has many iterations.
    simulate(main, schedules=30)
    simulate(main, schedules=30, eager=True, cancel="everywhere")
