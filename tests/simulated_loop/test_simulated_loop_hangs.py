"""Hangs are found at once: deadlocks and livelocks, with the functions in which tasks wait."""

import asyncio
import contextlib
import gc
import sys

import pytest
from haiway_conformance.simulated_loop import (
    Deadlock,
    Livelock,
    RandomWalk,
    Readiness,
    SimulatedLoop,
    run_simulated,
)


async def waits_for_nothing():
    await asyncio.get_running_loop().create_future()


async def two_locks():
    """The classic: two tasks take two locks in opposite orders."""
    first, second = asyncio.Lock(), asyncio.Lock()

    async def one():
        async with first:
            await asyncio.sleep(0)
            async with second:
                pass

    async def other():
        async with second:
            await asyncio.sleep(0)
            async with first:
                pass

    await asyncio.gather(one(), other())


async def ticks():
    while True:  # noqa: ASYNC110 - it is the livelock
        await asyncio.sleep(1)


async def spins():
    while True:  # noqa: ASYNC110 - it is the livelock
        await asyncio.sleep(0)


async def operates():
    while True:
        await asyncio.get_running_loop().external_event("p")


async def swallows():
    while True:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.get_running_loop().create_future()


async def swallows_everything():
    while True:
        with contextlib.suppress(BaseException):
            await asyncio.get_running_loop().create_future()


async def cleans_up_for_ever():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        await asyncio.shield(asyncio.get_running_loop().create_future())


async def stuck_beside(*others):
    """Main waits for ever, after others were started."""
    tasks = [asyncio.create_task(each()) for each in others]
    await waits_for_nothing()
    await asyncio.gather(*tasks)


def ending(main, choices=None, **patience):
    return run_simulated(SimulatedLoop(choices), main, **patience).ending


def test_a_deadlock_names_the_places_in_order_of_creation():
    assert ending(waits_for_nothing()) == Deadlock(("waits_for_nothing",))
    assert ending(two_locks()) == Deadlock(("two_locks", "Lock.acquire", "Lock.acquire"))


def test_a_deadlock_is_found_in_the_iteration_in_which_nothing_is_left():
    loop = SimulatedLoop()
    run_simulated(loop, waits_for_nothing())
    assert loop.iteration <= 20, "clean-up included"


def test_waiting_for_an_event_that_never_completes_is_a_deadlock():
    async def main():
        await asyncio.get_running_loop().external_event("never", Readiness.NEVER)

    assert isinstance(ending(main()), Deadlock)


def test_waiting_for_a_milestone_that_is_never_reached_is_a_deadlock():
    async def main():
        await asyncio.get_running_loop().external_event("p", after="milestone")

    assert isinstance(ending(main()), Deadlock)


@pytest.mark.parametrize("other", [ticks, spins, operates])
@pytest.mark.parametrize("choices", [None, RandomWalk(3)], ids=["canonical", "walk"])
def test_a_stuck_main_beside_a_running_task_is_a_livelock(other, choices):
    found = ending(stuck_beside(other), choices=choices, iterations=500)
    assert isinstance(found, Livelock)
    assert found.waiting[0] == "waits_for_nothing"
    assert len(found.waiting) == 2
    assert found.iterations == 501
    assert not found.stepping


def test_a_livelock_reports_the_virtual_time_that_passed():
    found = ending(stuck_beside(ticks), iterations=500)
    assert isinstance(found, Livelock)
    assert found.seconds > 100


def test_the_iterations_of_a_silent_livelock_are_counted():
    """They are what a run costs: in the trace there is nothing of them."""
    aftermath = run_simulated(SimulatedLoop(), stuck_beside(spins), iterations=500)
    assert aftermath.iterations > 500


def test_main_that_never_stops_stepping_is_a_livelock_too():
    """It makes progress in each iteration, so all iterations are counted."""
    found = run_simulated(SimulatedLoop(), spins(), steps=300).ending
    assert isinstance(found, Livelock)
    assert found.stepping
    assert found.iterations == 301, "at once, not after as many again"


def test_a_main_of_many_steps_is_no_livelock():
    async def main():
        for _ in range(250):
            await asyncio.sleep(0)

    assert not isinstance(run_simulated(SimulatedLoop(), main(), steps=300).ending, Livelock)


def test_two_tasks_that_wake_each_other_for_ever_are_a_livelock():
    async def main():
        queues = asyncio.Queue(), asyncio.Queue()

        async def pass_on(source, target):
            while True:
                target.put_nowait(await source.get())

        tasks = [asyncio.create_task(pass_on(*queues)), asyncio.create_task(pass_on(*queues[::-1]))]
        queues[0].put_nowait("ball")
        await asyncio.wait(tasks)

    assert isinstance(ending(main(), iterations=500), Livelock)


@pytest.mark.parametrize(
    "others",
    [(waits_for_nothing,), (ticks,), (swallows, ticks), (cleans_up_for_ever,)],
    ids=lambda others: "+".join(each.__name__ for each in others),
)
def test_a_hung_program_is_torn_down_silently(others, capfd):
    """Not through the exception handler, on stderr, by warnings, nor when it is collected."""
    aftermath = run_simulated(SimulatedLoop(), stuck_beside(*others), iterations=500)
    assert isinstance(aftermath.ending, Deadlock | Livelock)
    assert (aftermath.unretrieved, aftermath.never_awaited) == ((), ())
    del aftermath
    gc.collect()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("stubborn", [swallows, swallows_everything, cleans_up_for_ever])
def test_tasks_that_swallow_cancellation_are_dropped_silently(stubborn, capfd):
    async def main():
        asyncio.get_running_loop().kept = asyncio.create_task(stubborn())
        await asyncio.sleep(0)

    unraisable = []
    before, sys.unraisablehook = sys.unraisablehook, unraisable.append
    try:
        aftermath = run_simulated(SimulatedLoop(), main(), iterations=500)
        assert len(aftermath.alive) == 1
        assert (aftermath.unretrieved, aftermath.never_awaited) == ((), ())
        del aftermath
        gc.collect()
    finally:
        sys.unraisablehook = before
    assert not unraisable
    assert capfd.readouterr() == ("", "")
