"""Threads of a simulated program: they really run, and the schedule decides when they answer."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from haiway_conformance.simulation import SimulationFailed, simulate, simulated, world


@simulated(schedules=5)
async def test_a_thread_returns_its_result() -> None:
    assert await asyncio.to_thread(divmod, 7, 2) == (3, 1)


@simulated(schedules=5)
async def test_a_thread_raises_its_exception() -> None:
    with pytest.raises(ZeroDivisionError):
        await asyncio.to_thread(divmod, 7, 0)


@simulated(schedules=5)
async def test_it_is_another_thread_with_the_same_context() -> None:
    assert await asyncio.to_thread(threading.get_ident) != threading.get_ident()


def test_answers_come_in_any_order() -> None:
    async def main() -> tuple[str, ...]:
        order: list[str] = []

        async def ask(name: str) -> None:
            await asyncio.to_thread(str, name)
            order.append(name)

        await asyncio.gather(ask("one"), ask("two"))
        return tuple(order)

    assert set(simulate(main, exhaustive=True).results) == {("one", "two"), ("two", "one")}


def test_an_answer_may_come_after_a_timeout() -> None:
    async def main() -> str:
        try:
            async with asyncio.timeout(1):
                return await asyncio.to_thread(str, "in time")
        except TimeoutError:
            return "too late"

    assert set(simulate(main, exhaustive=True).results) == {"in time", "too late"}


def test_the_same_seed_gives_the_same_bytes() -> None:
    async def main() -> None:
        order: list[str] = []

        async def ask(name: str) -> None:
            order.append(await asyncio.to_thread(str, name))

        async with asyncio.TaskGroup() as group:
            for name in ("one", "two", "three"):
                group.create_task(ask(name), name=name)
        assert order[0] != "three"

    def failure(**settings: Any) -> SimulationFailed:
        with pytest.raises(SimulationFailed) as raised:
            simulate(main, **settings)
        return raised.value

    first = failure()
    assert str(failure()) == str(first)
    assert str(failure(replay=first.token)) == str(first)
    reasons = {getattr(each, "reason", "") for each in first.picture.timeline.rows}
    assert any("str() in a thread" in each for each in reasons), reasons


def test_whoever_waits_may_be_cancelled_while_the_thread_runs() -> None:
    ended: list[bool] = []

    async def main() -> str:
        go_on = threading.Event()

        def work() -> None:
            ended.append(go_on.wait(10))

        working = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.sleep(1)
        working.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await working
        return "cancelled"

    assert simulate(main, schedules=3).results == ("cancelled",)
    assert ended == [True] * len(ended)


def test_cancellation_anywhere_is_passed_on() -> None:
    async def main() -> int:
        return await asyncio.to_thread(sum, [1, 2])

    assert simulate(main, cancel="everywhere").cancellations == 2


def test_a_thread_may_call_the_loop() -> None:
    async def main() -> list[str]:
        loop = asyncio.get_running_loop()
        called: list[str] = []

        def work() -> None:
            loop.call_soon_threadsafe(called.append, "soon")

        await asyncio.to_thread(work)
        return called

    assert simulate(main, schedules=10).results == (["soon"],)


def test_a_thread_may_wait_for_the_loop() -> None:
    async def main() -> int:
        loop = asyncio.get_running_loop()

        async def add(one: int, two: int) -> int:
            await asyncio.sleep(0)
            return one + two

        def work() -> int:
            return asyncio.run_coroutine_threadsafe(add(1, 2), loop).result(10)

        return await asyncio.to_thread(work)

    assert simulate(main, schedules=10).results == (3,)


def test_a_thread_may_wait_for_something_outside() -> None:
    async def main() -> str:
        loop = asyncio.get_running_loop()

        def work() -> str:
            asking = world.event("the server answers", returns="answer", takes=60)
            return asyncio.run_coroutine_threadsafe(asking, loop).result(10)

        return await asyncio.to_thread(work)

    assert simulate(main, schedules=2).results == ("answer",)


def test_a_slow_thread_is_waited_for_without_a_deadlock() -> None:
    async def main() -> str:
        def work() -> str:
            time.sleep(0.7)
            return "slow"

        return await asyncio.to_thread(work)

    assert simulate(main, schedules=1).results == ("slow",)


def test_an_executor_of_the_program_works() -> None:
    async def main() -> int:
        with ThreadPoolExecutor(1) as executor:
            return await asyncio.get_running_loop().run_in_executor(executor, sum, [1, 2])

    assert simulate(main, schedules=3).results == (3,)


def test_the_default_executor_can_be_set() -> None:
    async def main() -> str:
        executor = ThreadPoolExecutor(1, thread_name_prefix="mine")
        asyncio.get_running_loop().set_default_executor(executor)
        return await asyncio.to_thread(lambda: threading.current_thread().name)

    assert simulate(main, schedules=3).results == ("mine_0",)


def test_no_thread_is_left() -> None:
    async def main() -> None:
        await asyncio.to_thread(sum, [1, 2])

    before = set(threading.enumerate())
    simulate(main, schedules=20)
    for each in set(threading.enumerate()) - before:
        each.join(10)  # its executor was shut down, but nobody waits for that
        assert not each.is_alive()
