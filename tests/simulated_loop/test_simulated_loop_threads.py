"""Threads are really awaited: there is no deadlock while one may still call the loop.

The threads here are real ones, and tiny; where they have to wait, they wait for an event.
"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from haiway_conformance.simulated_loop import (
    Deadlock,
    RandomWalk,
    Returned,
    SimulatedLoop,
    run_simulated,
    threads,
)


def returned(main, **options):
    ending = run_simulated(SimulatedLoop(), main, **options).ending
    assert isinstance(ending, Returned), ending
    return ending.value


@pytest.fixture
def in_a_moment():
    """Return an event that is set soon, but long after a hasty verdict."""
    event = threading.Event()
    timer = threading.Timer(0.05, event.set)
    timer.start()
    yield event
    timer.join()


def test_to_thread_is_awaited(in_a_moment):
    assert returned(asyncio.to_thread(in_a_moment.wait))


def test_run_in_executor_is_awaited(in_a_moment):
    """With the program's own executor and with the default one."""

    async def main():
        with ThreadPoolExecutor(1) as executor:
            own = await asyncio.get_running_loop().run_in_executor(executor, in_a_moment.wait)
        default = await asyncio.get_running_loop().run_in_executor(None, in_a_moment.wait)
        return own and default

    assert returned(main())


def test_what_a_thread_raises_arrives():
    async def main():
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(lambda: 1 / 0)
        return True

    assert returned(main())


def test_a_thread_may_call_back_into_the_loop(in_a_moment):
    """And wait there for what the loop does in virtual time."""

    async def main():
        loop = asyncio.get_running_loop()

        async def answer():
            await asyncio.sleep(3600)
            return loop.time()

        def work():
            in_a_moment.wait()
            return asyncio.run_coroutine_threadsafe(answer(), loop).result()

        return await asyncio.to_thread(work)

    assert returned(main()) == 3600.0


def test_a_thread_counts_until_it_ends_though_its_future_was_cancelled(in_a_moment):
    async def main():
        loop = asyncio.get_running_loop()
        began, spoken = threading.Event(), loop.create_future()

        def work():
            began.set()
            in_a_moment.wait()
            loop.call_soon_threadsafe(spoken.set_result, "spoken")

        task = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.sleep(0)
        began.wait()
        task.cancel()
        return await spoken

    assert returned(main()) == "spoken"


def test_a_thread_of_the_programs_own_is_awaited(in_a_moment):
    """The loop did not start it, but it may call the loop."""

    async def main():
        loop = asyncio.get_running_loop()
        spoken = loop.create_future()

        def work():
            in_a_moment.wait()
            loop.call_soon_threadsafe(spoken.set_result, "spoken")

        thread = threading.Thread(target=work)
        thread.start()
        try:
            return await spoken
        finally:
            thread.join()

    assert returned(main()) == "spoken"


def test_a_thread_that_never_calls_the_loop_does_not_hide_a_deadlock(monkeypatch):
    monkeypatch.setattr(threads, "STRANGER_PATIENCE", 0.01)
    end = threading.Event()

    async def main():
        thread = threading.Thread(target=end.wait, daemon=True)
        thread.start()
        await asyncio.get_running_loop().create_future()

    try:
        assert isinstance(run_simulated(SimulatedLoop(), main()).ending, Deadlock)
    finally:
        end.set()


def test_threads_that_were_there_before_do_not_matter(monkeypatch):
    """Those of the test runner, or of an earlier program."""
    monkeypatch.setattr(threads, "STRANGER_PATIENCE", None)  # would wait for ever
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()

    async def main():
        await asyncio.get_running_loop().create_future()

    try:
        assert isinstance(run_simulated(SimulatedLoop(), main()).ending, Deadlock)
    finally:
        end.set()
        thread.join()


def test_a_deadlock_after_a_thread_has_ended_is_found_at_once(monkeypatch):
    """The loop knows the idle threads of its own executor."""
    monkeypatch.setattr(threads, "STRANGER_PATIENCE", None)  # would wait for ever

    async def main():
        await asyncio.to_thread(int)
        await asyncio.get_running_loop().create_future()

    assert isinstance(run_simulated(SimulatedLoop(), main()).ending, Deadlock)


def test_polling_for_a_thread_is_no_livelock(in_a_moment):
    """However many iterations the loop makes meanwhile, in main or in another task."""

    async def poll(task):
        while not task.done():  # noqa: ASYNC110 - polls on purpose
            await asyncio.sleep(0)
        return task.result()

    async def main():
        return await poll(asyncio.create_task(asyncio.to_thread(in_a_moment.wait)))

    async def beside():
        return await asyncio.create_task(main())

    assert returned(main(), steps=20)
    in_a_moment.clear()
    timer = threading.Timer(0.05, in_a_moment.set)
    timer.start()
    ending = run_simulated(SimulatedLoop(), beside(), iterations=20).ending
    timer.join()
    assert ending == Returned(value=True)


def test_time_may_pass_while_a_thread_runs(monkeypatch):
    """A thread may be slow: a time-out may fire before it ends."""
    monkeypatch.setattr(threads, "THREAD_PATIENCE", 0.001)
    end = threading.Event()

    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.to_thread(end.wait)
        return asyncio.get_running_loop().time()

    try:
        assert returned(main()) == 5.0
    finally:
        end.set()


def test_calls_from_a_thread_arrive_in_their_order():
    async def main():
        loop, seen = asyncio.get_running_loop(), []

        def work():
            for index in range(100):
                loop.call_soon_threadsafe(seen.append, index)

        await asyncio.to_thread(work)
        return seen

    for seed in range(5):
        loop = SimulatedLoop(RandomWalk(seed))
        assert run_simulated(loop, main()).ending == Returned(value=list(range(100)))


def test_the_executor_can_be_shut_down():
    """That is done by a thread which calls back, as at the end of `asyncio.run`."""

    async def main():
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(int)
        await loop.shutdown_default_executor()
        with pytest.raises(RuntimeError, match="shutdown"):
            loop.run_in_executor(None, int)
        return True

    assert returned(main())
