"""Python's clocks show the virtual time to a program that is simulated."""

import asyncio
import time
from collections import deque

import pytest
from haiway_conformance.simulation import simulate, world

CLOCKS = ("monotonic", "perf_counter", "time")


@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock_shows_the_virtual_time(name: str) -> None:
    async def main() -> tuple[float, float]:
        seconds, nanoseconds = getattr(time, name)(), getattr(time, f"{name}_ns")()
        await asyncio.sleep(3600)
        return getattr(time, name)() - seconds, getattr(time, f"{name}_ns")() - nanoseconds

    assert simulate(main).results == ((3600.0, 3600 * 10**9),)


def test_the_monotonic_clock_is_that_of_the_loop() -> None:
    async def main() -> None:
        await asyncio.sleep(1.5)
        assert time.monotonic() == world.time()

    simulate(main)


def test_the_time_of_day_is_that_of_today() -> None:
    async def main() -> float:
        return time.time()

    [today] = simulate(main).results
    assert abs(today - time.time()) < 24 * 3600


def test_blocking_takes_virtual_time_on_the_clocks_too() -> None:
    async def main() -> float:
        begun = time.monotonic()
        time.sleep(60)  # noqa: ASYNC251 - it is simulated
        return time.monotonic() - begun

    assert simulate(main).results == (60.0,)


def test_a_thread_reads_the_real_clock() -> None:
    async def main() -> bool:
        await asyncio.sleep(1e9)
        return await asyncio.to_thread(time.monotonic) < 1e9

    assert simulate(main).results == (True,)


def test_the_clocks_are_real_before_and_after() -> None:
    def clocks() -> list[object]:
        return [getattr(time, name) for each in CLOCKS for name in (each, f"{each}_ns")]

    async def main() -> None:
        assert clocks() != before
        raise LookupError

    before = clocks()
    with pytest.raises(AssertionError):
        simulate(main)
    assert clocks() == before


def test_a_limiter_that_looks_at_the_clock_is_right() -> None:
    """Two calls a second: with a real clock it would poll for thousands of virtual seconds."""

    async def main() -> None:
        begun: deque[float] = deque(maxlen=2)

        async def call() -> None:
            while len(begun) == 2 and time.monotonic() - begun[0] < 1:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            begun.append(time.monotonic())

        await asyncio.gather(*[call() for _ in range(6)])
        assert 2 <= world.time() < 2.1

    simulate(main)
