"""Virtual time is exact, costs nothing, and allows everything that a real clock allows."""

import asyncio
import math

import pytest
from haiway_conformance.simulated_loop import (
    Deadlock,
    Livelock,
    RandomWalk,
    Readiness,
    ReplayChoices,
    Returned,
    SimulatedLoop,
    run_simulated,
)
from haiway_conformance.simulated_loop.timer import CLOCK_RESOLUTION


def returned(main, loop=None, **patience):
    ending = run_simulated(loop or SimulatedLoop(), main, **patience).ending
    assert isinstance(ending, Returned), ending
    return ending.value


def test_time_passes_exactly_to_the_timer():
    """A thousand sleeps of a tenth of a second end when their sum, as floats add up, is reached."""

    async def main():
        loop = asyncio.get_running_loop()
        expected = loop.time()
        for _ in range(1000):
            expected += 0.1
            await asyncio.sleep(0.1)
            assert loop.time() == expected
        return True

    assert returned(main())


def test_time_stands_still_while_nothing_waits_for_it():
    async def main():
        loop = asyncio.get_running_loop()
        for _ in range(5):
            await asyncio.sleep(0)
            await loop.external_event("p")
        return loop.time()

    assert returned(main()) == 0.0


@pytest.mark.parametrize("seconds", [86_400.0, 2.0**33, 1e10, 1e15, 1e17, 1e300])
def test_long_sleeps_end_at_once_however_far_the_clock_is(seconds):
    """The clock's resolution grows with the clock: a sleep after the sleep ends too."""

    async def main():
        loop = asyncio.get_running_loop()
        await asyncio.sleep(seconds)
        await asyncio.sleep(1)
        await asyncio.sleep(seconds)
        return loop.time(), loop.iteration

    now, iterations = returned(main())
    assert now == seconds + 1 + seconds
    assert iterations < 20


def test_a_timer_for_infinity_never_fires_and_blocks_nothing():
    """`asyncio.sleep(math.inf)` is how libraries sleep for ever; asyncio's loop lets them."""

    async def main():
        endless = asyncio.create_task(asyncio.sleep(math.inf))
        await asyncio.sleep(5)
        endless.cancel()
        await asyncio.wait([endless])
        return asyncio.get_running_loop().time(), endless.cancelled()

    assert returned(main()) == (5.0, True)


def test_waiting_for_infinity_alone_is_a_deadlock():
    assert run_simulated(SimulatedLoop(), asyncio.sleep(math.inf)).ending == Deadlock(("sleep",))


def test_call_at_in_the_past_runs_in_the_next_iteration():
    """As in asyncio: after what is ready, and without turning the clock back."""

    async def main():
        loop, seen = asyncio.get_running_loop(), []
        await asyncio.sleep(10)
        loop.call_at(3, lambda: seen.append(("past", loop.time())))
        loop.call_at(2, lambda: seen.append(("older", loop.time())))
        loop.call_soon(lambda: seen.append(("soon", loop.time())))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return seen

    assert returned(main()) == [("soon", 10.0), ("older", 10.0), ("past", 10.0)]


def test_timers_within_the_clocks_resolution_fire_in_one_iteration():
    """In the order of their times, and those further away later."""

    async def main():
        loop, seen = asyncio.get_running_loop(), []

        def note(name):
            seen.append((name, loop.iteration))

        loop.call_at(1 + 2 * CLOCK_RESOLUTION, note, "later")
        loop.call_at(1 + CLOCK_RESOLUTION / 2, note, "second")
        loop.call_at(1, note, "first")
        await asyncio.sleep(2)
        return seen

    (first, one), (second, two), (later, three) = returned(main())
    assert (first, second, later) == ("first", "second", "later")
    assert one == two < three


def test_a_negative_delay_is_due_at_once():
    async def main():
        loop, seen = asyncio.get_running_loop(), []
        loop.call_later(-5, seen.append, "called")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return seen, loop.time()

    assert returned(main()) == (["called"], 0.0)


def test_cancelled_timers_do_not_move_the_clock():
    async def main():
        loop = asyncio.get_running_loop()
        for _ in range(300):  # enough for asyncio to clean up its heap
            loop.call_later(1, print).cancel()
        await asyncio.sleep(7)
        return loop.time(), loop.pending_timers()

    assert returned(main()) == (7.0, 0)


def test_a_timeout_does_not_expire_before_its_time():
    async def main():
        async with asyncio.timeout(5):
            await asyncio.sleep(4.999)
        return asyncio.get_running_loop().time()

    assert returned(main()) == 4.999


def test_a_busy_loop_does_not_starve_the_environment():
    """Callbacks that are always ready keep neither operations from completing nor time from
    passing, not even in the canonical run.
    """

    async def main():
        loop = asyncio.get_running_loop()
        spinning = True

        async def spin():
            while spinning:  # noqa: ASYNC110 - busy on purpose
                await asyncio.sleep(0)

        task = asyncio.create_task(spin())
        await loop.external_event("p")
        await asyncio.sleep(5)
        spinning = False
        await task
        return loop.time()

    assert returned(main()) == 5.0


def test_external_events_that_are_always_there_do_not_stop_a_busy_clock():
    """Not even if another one is begun whenever one completes."""

    async def main():
        loop = asyncio.get_running_loop()

        async def spin():
            while True:  # noqa: ASYNC110 - busy on purpose
                await asyncio.sleep(0)

        async def complete():
            while True:
                await loop.external_event("p")

        tasks = [asyncio.create_task(each()) for each in (spin, complete)]
        await asyncio.sleep(5)
        for task in tasks:
            task.cancel()
        return loop.time()

    assert returned(main()) == 5.0


@pytest.mark.parametrize(
    "choices", [None, RandomWalk(1), ReplayChoices({0: 1})], ids=["canonical", "walk", "replay"]
)
def test_operations_that_complete_for_ever_do_not_stop_the_clock(choices):
    """Each takes time in reality, so a timer fires in the end, in the canonical run too."""

    async def main():
        loop = asyncio.get_running_loop()

        async def complete():
            while True:
                await loop.external_event("p")

        task = asyncio.create_task(complete())
        for _ in range(50):
            await asyncio.sleep(1)
        task.cancel()
        return loop.time()

    assert returned(main(), SimulatedLoop(choices)) == 50.0


def test_canonically_external_events_complete_before_time_passes():
    """Time-outs are for operations that do not complete: a few that do must not make one fire."""

    async def main():
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(1):
            for _ in range(10):
                await loop.external_event("p")
            await loop.external_event("slow", Readiness.IDLE)
        return loop.time()

    assert returned(main()) == 0.0


def test_the_doctest_of_the_package_holds():
    loop = SimulatedLoop()
    assert loop.run_until_complete(asyncio.sleep(3600, "an hour")) == "an hour"
    assert loop.time() == 3600.0
    loop.close()
    loop.close()  # closing twice is allowed, as for all asyncio loops
    assert loop.is_closed()
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_later(1, print)


def test_many_sleeping_tasks_beside_a_waiting_one_is_no_livelock_too_early():
    """A main that waits for a task of a hundred sleeps makes no step; that is no hang yet."""

    async def main():
        async def nap():
            for _ in range(100):
                await asyncio.sleep(1)

        await asyncio.create_task(nap())
        return asyncio.get_running_loop().time()

    assert returned(main(), iterations=1_000) == 100.0
    assert isinstance(run_simulated(SimulatedLoop(), main(), iterations=50).ending, Livelock)
