"""Plain programs that show where aiometer violates a clause."""

import asyncio
from collections.abc import Sequence
from functools import partial

import aiometer
import pytest
from deviation import deviation


async def fail(element: str) -> None:
    raise ValueError(element)


@deviation("process/first-failure")
async def test_a_failure_arrives_in_a_group() -> None:
    with pytest.raises(ExceptionGroup) as raised:
        await aiometer.run_on_each(fail, ["one"], max_at_once=2)
    # The error itself should have left.
    assert isinstance(raised.value.exceptions[0], ValueError)


@deviation("execute/first-failure")
async def test_failures_at_the_same_time_arrive_in_a_group() -> None:
    # One of the two errors should have left, as itself: so it is with a single failure.
    with pytest.raises(ExceptionGroup):
        await aiometer.run_all([partial(fail, "one"), partial(fail, "two")], max_at_once=2)


@deviation("process/source-failure")
async def test_a_failure_of_the_source_arrives_in_a_group() -> None:
    def source():
        yield 1
        raise LookupError

    with pytest.raises(ExceptionGroup) as raised:
        await aiometer.run_on_each(asyncio.sleep, source(), max_at_once=2)
    # The error itself should have left.
    assert isinstance(raised.value.exceptions[0], LookupError)


@deviation("process/handler-cancelled")
async def test_a_call_that_ends_cancelled_takes_the_others_with_it() -> None:
    done = []

    async def handler(element: int) -> None:
        if element == 0:
            raise asyncio.CancelledError
        await asyncio.sleep(0)
        done.append(element)

    await aiometer.run_on_each(handler, range(4), max_at_once=2)
    # It returned as if all was done: it should have raised, or handled the other three.
    assert done == []


@deviation("execute/handler-cancelled")
async def test_a_call_that_ends_cancelled_takes_the_results_with_it() -> None:
    async def cancelled() -> None:
        raise asyncio.CancelledError

    # There should have been as many results as calls, or an error.
    assert await aiometer.run_all([cancelled, cancelled], max_at_once=2) == []


@deviation("execute/endless-sources", "execute/lazy")
async def test_elements_are_taken_as_a_sequence_only() -> None:
    calls = (partial(asyncio.sleep, 0, each) for each in range(3))
    # `run_all` should have read the calls one by one, as it has places for them.
    with pytest.raises(TypeError, match="len"):
        await aiometer.run_all(calls, max_at_once=2)


@deviation("execute/invalid-limit")
async def test_elements_are_read_before_the_limit_is_checked() -> None:
    read = []

    class Calls(Sequence):
        def __len__(self) -> int:
            return 2

        def __getitem__(self, index: int) -> partial:
            read.append(index)
            return (partial(asyncio.sleep, 0), partial(asyncio.sleep, 0))[index]

    with pytest.raises(ValueError, match="must be > 0"):
        await aiometer.run_all(Calls(), max_at_once=0)
    # The limit should have been refused before.
    assert read == [0, 1, 2]


@deviation("cancellation/timeouts-compose", "cancellation/not-swallowed")
async def test_a_timeout_that_expires_with_one_inside_it_is_lost() -> None:
    async def expire(*timeouts: asyncio.Timeout) -> None:
        for each in timeouts:
            each.reschedule(0)

    calls = [partial(asyncio.sleep, 0)] * 2
    async with asyncio.timeout(None) as outer:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(None) as inner:
                task = asyncio.create_task(expire(inner, outer))
                await aiometer.run_all(calls, max_at_once=1)
        # The outer time is up too, so this should have been cancelled, and TimeoutError raised.
        await asyncio.sleep(0.01)
    assert outer.expired()
    await task
