"""The simulated loop runs everything in the order in which asyncio's own loop runs it.

We compare whole logs of random programs, with asyncio's loop as the oracle. What asyncio leaves
open (timers that are due together) is compared with a loop that differs from asyncio's in that
alone.
"""

import asyncio
import gc
from itertools import islice
from random import Random
from threading import Thread

import pytest
from asyncio_in_virtual_time import StableVirtualLoop, VirtualLoop
from haiway_conformance.exploration import portfolio
from haiway_conformance.simulated_loop import (
    RandomWalk,
    Recording,
    Returned,
    SimulatedLoop,
    SimulatedTask,
    run_simulated,
)
from random_callbacks import Machine, draw

PROGRAMS = 1_250  # of each kind


@pytest.fixture(autouse=True, scope="module")
def no_collections():
    """Collect the garbage of thousands of programs between them, not while they run."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture(autouse=True)
def clock_that_stands_still_while_busy(monkeypatch):
    """As the oracle's clock does. A real one moves on, and so does the simulated one, at last."""
    monkeypatch.setattr("haiway_conformance.simulated_loop.loop.BUSY_PATIENCE", 10**9)


def _lazily(loop, coro, **options):
    return SimulatedTask(coro, loop=loop, **options)


_eagerly = asyncio.create_eager_task_factory(SimulatedTask)


async def _end_all() -> None:
    """End what a program left behind, as `run_simulated` does."""
    while left := asyncio.all_tasks() - {asyncio.current_task()}:
        for each in left:
            each.cancel()
        await asyncio.sleep(0)


def _log_of_asyncio(
    loop: VirtualLoop, program, *, distinct: bool, eager: bool, seconds: float = 99
):
    machine = Machine(distinct=distinct)
    # Tasks of the oracle hash like simulated ones, since a TaskGroup cancels in the order of a set.
    loop.set_task_factory(_eagerly if eager else _lazily)
    loop.set_exception_handler(lambda *_: None)
    try:
        loop.run_until_complete(machine.main(program, seconds=seconds))
        loop.run_until_complete(_end_all())
    finally:
        loop.close()
    return machine.log


def _log_of_simulation(program, *, distinct: bool, eager: bool, seconds: float = 99, choices=None):
    machine = Machine(distinct=distinct)
    loop = SimulatedLoop(choices, task_factory=asyncio.eager_task_factory if eager else None)
    ending = run_simulated(loop, machine.main(program, seconds=seconds)).ending
    assert isinstance(ending, Returned), ending
    return machine.log


@pytest.mark.parametrize("eager", [False, True], ids=["lazy", "eager"])
@pytest.mark.parametrize("distinct", [True, False], ids=["distinct times", "ties"])
def test_random_programs_run_in_asyncios_order(distinct, eager):
    """Zero differences: of callbacks, timers, futures, tasks, queues, locks, events, groups."""
    compared = 0
    logged = 0
    for seed in range(PROGRAMS):
        program = draw(Random(seed), timers=True)
        loop = VirtualLoop() if distinct else StableVirtualLoop()
        expected = _log_of_asyncio(loop, program, distinct=distinct, eager=eager)
        if distinct and loop.has_ties:
            continue
        assert _log_of_simulation(program, distinct=distinct, eager=eager) == expected, (
            f"program {seed} runs in another order: {program}"
        )
        compared += 1
        logged += len(expected)
        if not seed % 100:
            gc.collect()
    assert compared > PROGRAMS * 0.8
    assert logged > compared * 10, "the programs do next to nothing"


@pytest.mark.parametrize("eager", [False, True], ids=["lazy", "eager"])
def test_without_timers_and_external_events_there_is_one_order(eager):
    """If nothing acts on a program from outside, there is nothing to choose."""
    for seed in range(500):
        program = draw(Random(seed), timers=False)
        loop = VirtualLoop()
        expected = _log_of_asyncio(loop, program, distinct=False, eager=eager, seconds=0)
        recording = Recording(RandomWalk(seed))
        log = _log_of_simulation(program, distinct=False, eager=eager, seconds=0, choices=recording)
        assert log == expected
        assert recording.asked == 0


async def _callbacks_in_a_chain(loop):
    """A callback relies on what was scheduled before it, at every depth."""
    seen = []

    def schedule(depth):
        for index in range(3):
            loop.call_soon(seen.append, (depth, index))
        if depth:
            loop.call_soon(schedule, depth - 1)

    schedule(4)
    await loop.external_event("p")
    for _ in range(8):
        await asyncio.sleep(0)
    return seen == sorted(seen, key=lambda each: (-each[0], each[1])) and len(seen) == 15


async def _tasks_start_as_created(loop):
    seen = []

    async def work(number):
        seen.append(number)
        await loop.external_event(f"p{number}")

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(work(number))
    return seen == list(range(5))


async def _lock_is_fair(loop):
    """The first waiter gets the lock first, whatever completes meanwhile."""
    lock, seen = asyncio.Lock(), []

    async def work(number):
        async with lock:
            seen.append(number)
            await loop.external_event(f"p{number}")

    await asyncio.gather(*map(work, range(5)))
    return seen == list(range(5))


async def _queue_is_fair(loop):
    queue, seen = asyncio.Queue(), []

    async def get(number):
        seen.append((number, await queue.get()))

    getters = [asyncio.create_task(get(number)) for number in range(3)]
    await asyncio.sleep(0)
    for item in range(3):
        await loop.external_event(f"p{item}")
        queue.put_nowait(item)
    await asyncio.gather(*getters)
    return seen == [(number, number) for number in range(3)]


async def _future_callbacks_run_as_added(loop):
    seen = []
    point = loop.external_event("p")
    for number in range(5):
        point.add_done_callback(lambda _, number=number: seen.append(number))
    await point
    await asyncio.sleep(0)
    return seen == list(range(5))


async def _nothing_comes_between_a_request_and_its_arrival(loop):
    """A task that was cancelled, and then another one woken, run in that order."""
    seen = []

    async def work(name, event):
        try:
            await event.wait()
        finally:
            seen.append(name)

    events = [asyncio.Event() for _ in range(2)]
    tasks = [asyncio.create_task(work(name, event)) for name, event in enumerate(events)]
    await loop.external_event("p")
    await asyncio.sleep(0)
    tasks[1].cancel()
    events[0].set()
    others = [asyncio.create_task(asyncio.sleep(0)) for _ in range(3)]
    await asyncio.wait([*tasks, *others])
    return seen == [1, 0]


async def _a_task_has_begun_after_one_iteration(loop):
    """One `sleep(0)` is enough, though other tasks are created, and events complete, meanwhile."""
    begun = []

    async def work(number):
        begun.append(number)
        await loop.external_event(f"p{number}")

    tasks = []
    for number in range(5):
        tasks.append(asyncio.create_task(work(number)))
        await asyncio.sleep(0)
        if begun != list(range(number + 1)):
            return False
    await asyncio.gather(*tasks)
    return True


async def _calls_of_a_thread_come_in_their_order(loop):
    """And behind what was ready before them."""
    seen = []

    def call():
        for number in range(3):
            loop.call_soon_threadsafe(seen.append, number)

    points = [loop.external_event("p"), loop.external_event("q")]
    loop.call_soon(seen.append, "before")
    thread = Thread(target=call)
    thread.start()
    thread.join()
    loop.call_soon(seen.append, "after")
    await asyncio.wait(points)
    return seen == ["before", 0, 1, 2, "after"]


async def _timers_of_different_times_fire_in_their_order(loop):
    """Also those for a time that has passed, and those for now, set by `call_later(0)`."""
    seen = []
    for delay in (2, 0, 1, -1):
        loop.call_later(delay, seen.append, delay)
    await loop.external_event("p")
    await asyncio.sleep(3)
    return seen == [-1, 0, 1, 2]


def _sources():
    yield from map(RandomWalk, range(100))
    for seed in range(10):
        yield from islice(portfolio(seed), 25)


@pytest.mark.parametrize(
    "program",
    [
        _callbacks_in_a_chain,
        _tasks_start_as_created,
        _lock_is_fair,
        _queue_is_fair,
        _future_callbacks_run_as_added,
        _nothing_comes_between_a_request_and_its_arrival,
        _a_task_has_begun_after_one_iteration,
        _calls_of_a_thread_come_in_their_order,
        _timers_of_different_times_fire_in_their_order,
    ],
)
def test_code_that_relies_on_fifo_order_raises_no_alarm(program):
    """The ready queue is never permuted, so code that is right because of it stays right."""
    for number, choices in enumerate(_sources()):
        loop = SimulatedLoop(choices)
        ending = run_simulated(loop, program(loop)).ending
        assert ending == Returned(value=True), f"source {number}: {choices}"
