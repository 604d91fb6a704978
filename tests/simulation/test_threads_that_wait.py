"""A thread that waits for the loop, and calls it, gets its answer."""

import asyncio
import threading

from haiway_conformance.simulation import simulate


def test_a_thread_that_calls_the_idle_loop_and_then_waits_for_it_is_no_deadlock() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        asked, idle = asyncio.Event(), threading.Event()
        answered = threading.Event()

        def thread() -> bool:
            idle.wait(5)
            loop.call_soon_threadsafe(asked.set)
            return answered.wait(5)

        async def answer() -> None:
            # The loop has nothing else to do, and waits for the thread already.
            idle.set()
            await asked.wait()
            answered.set()

        called, _ = await asyncio.gather(asyncio.to_thread(thread), answer())
        assert called

    simulate(main, schedules=2)
