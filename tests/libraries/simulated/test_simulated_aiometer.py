"""aiometer: no more calls at once than its limit, results in order, and a rate."""

from functools import partial
from itertools import pairwise

import aiometer
from every_way import passes_every_way
from haiway_conformance.simulation import world


def test_a_limit_is_kept_and_results_are_in_order() -> None:
    async def main() -> None:
        running = 0

        async def call(number: int) -> int:
            nonlocal running
            running += 1
            assert running <= 2
            try:
                return await world.event(f"answer {number}", returns=number)
            finally:
                running -= 1

        calls = [partial(call, each) for each in range(3)]
        assert await aiometer.run_all(calls, max_at_once=2) == [0, 1, 2]

    passes_every_way(main)


def test_a_rate_is_kept() -> None:
    async def main() -> None:
        begun: list[float] = []

        async def call(number: int) -> None:
            begun.append(world.time())
            await world.event(f"answer {number}")

        await aiometer.run_on_each(call, range(3), max_per_second=2)
        assert all(later - earlier >= 0.499 for earlier, later in pairwise(begun))

    passes_every_way(main)
