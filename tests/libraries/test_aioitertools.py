"""Plain programs that show where aioitertools violates a clause."""

import asyncio
import gc
from collections.abc import AsyncGenerator

import pytest
from aioitertools.asyncio import as_generated, gather, gather_iter
from deviation import deviation


class FalseError(Exception):
    def __bool__(self) -> bool:
        return False


async def fail(error: Exception) -> None:
    raise error


@deviation("execute/failure-ends-calls", "hygiene/no-orphans")
async def test_other_calls_go_on_after_a_failure() -> None:
    go_on, done = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        await go_on.wait()
        done.set()

    with pytest.raises(ValueError, match="one"):
        await gather(slow(), fail(ValueError("one")), limit=2)
    # `slow` should have been cancelled; nobody waits for it any more.
    go_on.set()
    await asyncio.wait_for(done.wait(), 1)


@deviation("hygiene/no-unretrieved")
async def test_further_failures_reach_nobody_but_the_loop() -> None:
    reported = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: reported.append(told))

    async def fail_later() -> None:
        await asyncio.sleep(0.01)
        raise LookupError

    with pytest.raises(ValueError, match="one"):
        await gather(fail_later(), fail(ValueError("one")), limit=2)
    await asyncio.sleep(0.02)
    gc.collect()
    # Nothing should have been reported: the other call should have been cancelled and awaited.
    assert [told["message"] for told in reported] == ["Task exception was never retrieved"]


@deviation("execute/returns-exceptions")
async def test_an_exception_that_is_false_is_raised() -> None:
    # It should have been among the results.
    with pytest.raises(FalseError):
        await gather(fail(FalseError()), return_exceptions=True, limit=2)


@deviation("execute/invalid-limit")
async def test_a_limit_of_0_is_accepted() -> None:
    # It should have been refused. With a call, `gather` would look for a place for ever,
    # without giving the loop a turn.
    assert await gather(limit=0) == []


@deviation("execute/endless-sources", "execute/lazy")
async def test_the_source_is_read_to_its_end_before_any_call() -> None:
    log = []

    async def call(element: int) -> None:
        log.append(f"call {element}")

    async def source() -> AsyncGenerator:
        for each in range(3):
            log.append(f"read {each}")
            yield call(each)

    await gather_iter(source(), limit=1)
    # At most two elements should have been read before the first call had ended. An endless source
    # is read until there is no memory left.
    assert log == ["read 0", "read 1", "read 2", "call 0", "call 1", "call 2"]


async def counting(given: list[int], end: int) -> AsyncGenerator[int]:
    for each in range(end):
        await asyncio.sleep(0)
        given.append(each)
        yield each


@deviation("merge/bounded")
async def test_a_slow_consumer_does_not_stop_the_sources() -> None:
    given = []
    merged = as_generated([counting(given, 2_000)])
    await anext(merged)
    for _ in range(2_000):
        await asyncio.sleep(0)
    # The source should have been held back long before.
    assert len(given) == 2_000
    await merged.aclose()


@deviation("merge/failure", "merge/each-once")
async def test_a_failure_overtakes_the_elements_before_it() -> None:
    async def source() -> AsyncGenerator[int]:
        yield 1
        raise ValueError("after the element")

    # The element should have come first.
    with pytest.raises(ValueError, match="after the element"):
        await anext(as_generated([source()]))


async def silent() -> AsyncGenerator[int]:
    await asyncio.Event().wait()
    yield 1


@deviation("cancellation/not-swallowed")
async def test_a_cancelled_consumer_goes_on() -> None:
    async def consume() -> str:
        async for _ in as_generated([silent()]):
            pass
        return "went on"

    consumer = asyncio.create_task(consume())
    await asyncio.sleep(0.01)
    consumer.cancel()
    # It should have ended cancelled.
    assert await consumer == "went on"


@deviation("cancellation/timeouts-compose")
async def test_a_timeout_looks_like_the_end_of_the_stream() -> None:
    # TimeoutError should have been raised.
    async with asyncio.timeout(0.01):
        assert [each async for each in as_generated([silent()])] == []


@deviation("merge/source-cancelled")
async def test_a_source_that_ends_cancelled_looks_exhausted() -> None:
    async def source() -> AsyncGenerator[int]:
        raise asyncio.CancelledError
        yield 1

    # The consumer should have got an error.
    assert [each async for each in as_generated([source()])] == []
