"""janus: what is put is got, once and in order; also between a thread and the loop."""

import asyncio

from every_way import passes_every_way
from haiway_conformance.simulation import simulate, world
from janus import Queue


def test_whoever_is_cancelled_takes_nothing_along() -> None:
    async def main() -> None:
        queue: Queue[int] = Queue(maxsize=1)
        got: list[int] = []

        async def put(number: int) -> None:
            await world.event(f"{number} arrives", takes=(0, 9))
            await queue.async_q.put(number)

        async def get() -> None:
            got.append(await queue.async_q.get())

        putting = [asyncio.create_task(put(each), name=f"put {each}") for each in range(3)]
        getting = [asyncio.create_task(get(), name=f"get {each}") for each in range(3)]
        await asyncio.wait([*putting, *getting], timeout=1e6)
        put_in_all = sum(each.done() and not each.cancelled() for each in putting)
        assert put_in_all >= 2
        assert len(got) + queue.async_q.qsize() == put_in_all
        assert queue.async_q.empty() or all(each.done() for each in getting)
        for each in [*putting, *getting]:
            each.cancel()
        await asyncio.wait([*putting, *getting])
        await queue.aclose()

    passes_every_way(main, cancelled="[pg][ue]t*")


def test_a_thread_puts_and_the_loop_gets_in_order() -> None:
    async def main() -> None:
        queue: Queue[int] = Queue(maxsize=1)

        def produce() -> None:
            for each in range(3):
                queue.sync_q.put(each)

        async def consume() -> list[int]:
            return [await queue.async_q.get() for _ in range(3)]

        _, got = await asyncio.gather(asyncio.to_thread(produce), consume())
        assert got == [0, 1, 2]
        await queue.aclose()

    # The thread is really waited for.
    simulate(main, schedules=2)
