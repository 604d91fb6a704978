"""Plain programs that show where asyncio-pool violates a clause."""

import asyncio
import gc
from collections.abc import Iterator

import pytest
from asyncio_pool import AioPool
from deviation import deviation


class FalseError(Exception):
    def __bool__(self) -> bool:
        return False


@deviation("execute/sources")
async def test_an_empty_source_is_an_error() -> None:
    # There should have been no results, and no error.
    with pytest.raises(ValueError, match="empty"):
        await AioPool(2).map(asyncio.sleep, [])


@deviation("execute/endless-sources")
async def test_the_source_is_read_to_its_end() -> None:
    read = []

    def source() -> Iterator[int]:
        for each in range(100):
            read.append(each)
            yield each

    async def handler(element: int) -> None:
        raise LookupError("there are no more")

    await AioPool(1).map(handler, source())
    # The first failure should have ended it: an endless source is read until memory is full.
    assert len(read) == 100


@deviation("execute/first-failure")
async def test_a_failure_is_noticed_when_all_calls_have_ended() -> None:
    done = []

    async def handler(element: int) -> None:
        if element == 0:
            raise ValueError
        await asyncio.sleep(0.01)
        done.append(element)

    await AioPool(2).map(handler, [0, 1, 2])
    # Call 1 should have been cancelled, and call 2 should not have begun.
    assert done == [1, 2]


@deviation("execute/returns-exceptions")
async def test_an_exception_that_is_false_is_lost() -> None:
    async def handler(element: int) -> None:
        raise FalseError

    # The exception should have been in the place of its element.
    assert await AioPool(2).map(handler, [0]) == [None]


@deviation("execute/failure-ends-calls")
async def test_calls_go_on_after_a_failure_of_the_source() -> None:
    done = []

    async def handler(element: int) -> None:
        await asyncio.sleep(0.01)
        done.append(element)

    def source() -> Iterator[int]:
        yield 0
        raise LookupError

    with pytest.raises(LookupError):
        async with AioPool(2) as pool:
            await pool.map(handler, source())
    # The call should have been cancelled, and not waited for to its end.
    assert done == [0]


@deviation("execute/invalid-limit")
async def test_the_source_is_read_though_the_limit_is_0() -> None:
    read = []

    def source() -> Iterator[int]:
        read.append("begun")
        yield 0

    helper = asyncio.create_task(AioPool(0).map(asyncio.sleep, source()))
    await asyncio.sleep(0.01)
    # The pool should have refused its size, and not wait for a place that never comes.
    assert read == ["begun"]
    assert not helper.done()
    helper.cancel()
    await helper


@deviation("cancellation/not-swallowed", "execute/caller-cancelled")
async def test_a_cancelled_caller_waits_for_its_calls() -> None:
    go_on = asyncio.Event()

    async def handler(element: int) -> str:
        await go_on.wait()
        return f"{element} is done"

    helper = asyncio.create_task(AioPool(1).map(handler, [0, 1]))
    await asyncio.sleep(0.01)
    helper.cancel()
    await asyncio.sleep(0.01)
    # Call 0 should have been cancelled, and so should have been the caller.
    assert not helper.done()
    go_on.set()
    done, cancelled = await helper
    assert done == "0 is done"
    assert isinstance(cancelled, asyncio.CancelledError)


@deviation("cancellation/timeouts-compose")
async def test_a_timeout_does_not_end_its_block() -> None:
    async def handler(element: int) -> None:
        await asyncio.sleep(0.02)

    # TimeoutError should have been raised.
    async with asyncio.timeout(0.01) as timeout:
        await AioPool(1).map(handler, [0, 1])
    assert timeout.expired()


@deviation("hygiene/no-orphans", "hygiene/no-unretrieved")
async def test_a_caller_that_is_cancelled_twice_leaves_its_calls_running() -> None:
    reported = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: reported.append(told))
    go_on, done = asyncio.Event(), asyncio.Event()

    async def handler(element: int) -> None:
        await go_on.wait()
        done.set()
        raise ValueError

    async def call() -> None:
        async with AioPool(1) as pool:
            await pool.map(handler, [0])

    helper = asyncio.create_task(call())
    for _ in range(2):
        await asyncio.sleep(0.01)
        helper.cancel()
    with pytest.raises(asyncio.CancelledError):
        await helper
    # Call 0 should have ended by now. Nobody is told of its failure but the loop.
    go_on.set()
    await asyncio.wait_for(done.wait(), 1)
    await asyncio.sleep(0)
    gc.collect()
    assert [told["message"] for told in reported] == ["Future exception was never retrieved"]
