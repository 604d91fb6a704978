"""aiostream: order within each source, limits of tasks; and who is cancelled while it closes."""

import asyncio
from collections.abc import AsyncGenerator

from aiostream import stream
from every_way import finding, passes_every_way
from haiway_conformance.simulation import Leak, world


async def items(name: str) -> AsyncGenerator[str]:
    for number in range(2):
        yield await world.event(f"{name}{number} arrives", returns=f"{name}{number}")


async def slowly_closed(name: str) -> AsyncGenerator[str]:
    try:
        async for each in items(name):
            yield each
    finally:
        await world.event(f"{name} is closed")


def test_what_is_merged_keeps_the_order_of_each_source() -> None:
    async def main() -> None:
        got = await stream.list(stream.merge(items("a"), items("b")))
        assert [each for each in got if each in {"a0", "a1"}] == ["a0", "a1"]
        assert sorted(got) == ["a0", "a1", "b0", "b1"]

    passes_every_way(main)


def test_a_limit_of_tasks_is_kept() -> None:
    async def main() -> None:
        running = 0

        async def answer(number: int) -> int:
            nonlocal running
            running += 1
            assert running <= 2
            try:
                return await world.event(f"answer {number}", returns=number)
            finally:
                running -= 1

        answers = stream.map(stream.iterate(range(4)), answer, task_limit=2)
        assert await stream.list(answers) == [0, 1, 2, 3]

    passes_every_way(main)


async def breaks_out() -> None:
    async with stream.merge(slowly_closed("a"), slowly_closed("b")).stream() as merged:
        async for _ in merged:
            break


def test_a_request_to_cancel_that_comes_while_it_closes_is_lost() -> None:
    assert finding(breaks_out, cancel="everywhere").finding.what == Leak.REQUESTS


def test_asyncio_shows_that_a_request_is_lost() -> None:
    async def main() -> None:
        closing = asyncio.Event()

        async def quick() -> AsyncGenerator[int]:
            await asyncio.sleep(0.01)
            yield 0

        async def slow() -> AsyncGenerator[int]:
            try:
                await asyncio.Event().wait()
                yield 1
            finally:
                closing.set()
                await asyncio.Event().wait()

        async def breaks() -> str:
            async with stream.merge(quick(), slow()).stream() as merged:
                async for _ in merged:
                    break
            return "it goes on"

        task = asyncio.create_task(breaks())
        await closing.wait()
        task.cancel()
        # It should have ended with CancelledError.
        assert await task == "it goes on"

    asyncio.run(main())
