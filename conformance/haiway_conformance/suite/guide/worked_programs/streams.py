"""Programs that loop over a stream, or over two sources merged into one."""

import asyncio
from collections.abc import AsyncGenerator

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement import expect

__all__ = ("merge_news_with_a_clock", "read_a_stream")


async def read_a_stream(adapter: Adapter) -> None:
    """Read the lines of a poem, which arrive one at a time."""
    poem = ("The fog comes", "on little cat feet", "")
    read: list[str] = []

    async def recite(*, pause: float) -> AsyncGenerator[str, None]:
        for line in poem:
            yield line
            await asyncio.sleep(pause)

    async with adapter.scope("reading"):
        async for line in adapter.stream(recite, pause=0.001):
            read.append(line)  # noqa: PERF401 - the program is about the loop
        read.append("the end")

    expect(read == [*poem, "the end"], f"of the lines {list(poem)} and the end, there came {read}")


async def merge_news_with_a_clock(adapter: Adapter) -> None:
    """Read the news beside a clock that ticks forever, until the news ends."""
    ticked = asyncio.Event()
    clock_closed: list[str] = []

    async def news() -> AsyncGenerator[tuple[str, int], None]:
        for number in range(3):
            # No news before the consumer has got the next tick.
            ticked.clear()
            await ticked.wait()
            yield "news", number

    async def clock() -> AsyncGenerator[tuple[str, int], None]:
        number = 0
        try:
            while True:
                await asyncio.sleep(0.001)
                yield "tick", number
                number += 1
        finally:
            clock_closed.append("closed")

    seen: list[int] = []
    ticks: list[int] = []
    async with adapter.scope("newsroom"):
        async for kind, number in adapter.stream_concurrently(news(), clock()):
            if kind == "news":
                seen.append(number)
            else:
                ticks.append(number)
                ticked.set()

    expect(seen == [0, 1, 2], f"of the news 0, 1 and 2, there came {seen}")
    expect(ticks == [*range(len(ticks))], f"of the clock's ticks from 0 on, there came {ticks}")
    expect(clock_closed == ["closed"], "after the scope, the clock's generator was not closed")
