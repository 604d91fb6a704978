"""Plain programs that show where aiostream violates a clause."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

import pytest
from aiostream import stream
from deviation import deviation


async def results(handler: Callable, elements: Iterable) -> list:
    return await stream.list(stream.map(stream.iterate(elements), handler, task_limit=2))


@deviation("process/first-failure", "execute/first-failure")
async def test_a_stop_async_iteration_of_a_handler_is_replaced() -> None:
    async def handler(element: int) -> None:
        raise StopAsyncIteration("by the handler")

    with pytest.raises(RuntimeError) as raised:
        await stream.map(stream.iterate([1]), handler, ordered=False, task_limit=2)
    # What the handler raised should have left.
    assert isinstance(raised.value.__cause__, StopAsyncIteration)
    with pytest.raises(RuntimeError):
        await results(handler, [1])


@deviation("execute/failure-noticed", "execute/failure-ends-calls")
async def test_a_failure_is_noticed_only_when_earlier_calls_have_ended() -> None:
    failed, go_on = asyncio.Event(), asyncio.Event()

    async def handler(element: str) -> None:
        if element == "fails":
            failed.set()
            raise ValueError(element)
        await go_on.wait()

    helper = asyncio.create_task(results(handler, ["waits", "fails"]))
    await failed.wait()
    await asyncio.sleep(0.01)
    # The other call should have been cancelled, and the error raised.
    assert not helper.done()
    go_on.set()
    with pytest.raises(ValueError, match="fails"):
        await helper


@deviation("execute/refills")
async def test_a_place_stays_free_until_earlier_calls_have_ended() -> None:
    began, go_on = [], asyncio.Event()

    async def handler(element: int) -> None:
        began.append(element)
        if element == 0:
            await go_on.wait()

    helper = asyncio.create_task(results(handler, range(3)))
    await asyncio.sleep(0.01)
    # Call 1 has ended, so call 2 should have begun.
    assert began == [0, 1]
    go_on.set()
    await helper


@deviation("cancellation/not-swallowed")
async def test_a_request_is_swallowed_as_a_merge_is_closed() -> None:
    closing = asyncio.Event()

    async def silent() -> AsyncIterator[str]:
        await asyncio.get_running_loop().create_future()
        yield "never"

    async def one() -> AsyncIterator[str]:
        try:
            yield "first"
        finally:
            await asyncio.sleep(0)
            closing.set()

    async def reads() -> str:
        async with stream.merge(silent(), one()).stream() as merged:
            async for _ in merged:
                break
        return "was never cancelled"

    task = asyncio.create_task(reads())
    await closing.wait()
    task.cancel()  # while it waits for the task that reads from `silent`, which it has cancelled
    assert await task == "was never cancelled"


@deviation("merge/each-once")
async def test_a_failure_overtakes_an_element_and_it_is_lost() -> None:
    steps = []

    async def fails() -> AsyncIterator[str]:
        yield "first"
        for _ in range(3):
            await asyncio.sleep(0)
        steps.append("failed")
        raise ValueError

    async def gives() -> AsyncIterator[str]:
        steps.append("gave")
        yield "second"

    with pytest.raises(ValueError):  # noqa: PT011 - it is its own
        async with stream.merge(fails(), gives()).stream() as merged:
            async for element in merged:
                steps.append(element)  # noqa: PERF401 - one by one
    # "second" was given, in an earlier iteration, before the failure that is raised in its place.
    assert steps == ["first", "gave", "failed"]
