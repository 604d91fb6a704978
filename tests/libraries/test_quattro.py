"""Plain programs that show where quattro violates a clause."""

import asyncio
from contextlib import suppress

import pytest
from deviation import deviation
from quattro import TaskGroup, gather


@deviation("scopes/late-spawn")
async def test_a_task_spawned_during_exit_is_neither_refused_nor_cancelled() -> None:
    seen = []

    async def late() -> None:
        await asyncio.sleep(0.001)
        seen.append("ended by itself")

    async def spawns_as_it_ends() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            group.create_background_task(late())

    async with TaskGroup() as group:
        group.create_background_task(spawns_as_it_ends())
        await asyncio.sleep(0)
    # The exit had begun, and should have cancelled this background task as it did the other.
    assert seen == ["ended by itself"]


@deviation("cancellation/clean-up-runs")
async def test_a_failure_during_exit_interrupts_the_clean_ups_of_other_tasks() -> None:
    steps = []

    async def cleans_up() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            steps.append("begins")
            await asyncio.sleep(0.001)
            steps.append("ends")

    async def fails_as_it_ends() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            raise ValueError

    with suppress(ExceptionGroup):
        async with TaskGroup() as group:
            group.create_background_task(cleans_up())
            group.create_background_task(fails_as_it_ends())
            await asyncio.sleep(0)
    # The exit had requested cancellation once, and the failure made it do so again.
    assert steps == ["begins"]


@deviation("failures/body-alone")
async def test_an_error_of_the_body_leaves_in_a_group() -> None:
    error = ValueError("of the body")
    with pytest.raises(ExceptionGroup) as raised:
        async with TaskGroup():
            raise error
    # No task failed, so `error` itself should have left.
    assert raised.value.exceptions == (error,)


@deviation("process/first-failure", "execute/first-failure")
async def test_the_failure_of_a_call_is_raised_in_a_group() -> None:
    error = ValueError("of a call")

    async def fails() -> None:
        raise error

    with pytest.raises(ExceptionGroup) as raised:
        await gather(fails(), concurrency_limit=2)
    # It should have been raised itself: a helper has one failure to tell of, its first.
    assert raised.value.exceptions == (error,)


@deviation("process/lazy", "execute/lazy")
async def test_the_source_is_read_to_its_end_before_the_first_call_begins() -> None:
    read, begun = [], []

    async def handler(element: int) -> None:
        begun.append(element)

    def source():
        for element in range(100):
            read.append(element)
            yield element

    call = gather(*map(handler, source()), concurrency_limit=2)
    # With a limit of 2 it should have read at most 3 elements before the first call has ended.
    assert (len(read), len(begun)) == (100, 0)
    await call


@deviation("process/endless-sources", "execute/endless-sources")
async def test_with_an_endless_source_no_call_ever_begins() -> None:
    made, begun = [], []

    async def handler(element: int) -> None:
        begun.append(element)
        await asyncio.sleep(0)

    def source():
        while len(made) < 10_000:
            made.append(handler(len(made)))
            yield made[-1]
        raise RuntimeError("read on and on")

    with pytest.raises(RuntimeError, match="on and on"):
        await gather(*source(), concurrency_limit=2)
    # Calls should have begun with the first elements; a failure of one would have ended it.
    assert begun == []
    for each in made:
        each.close()


@deviation("process/invalid-limit", "execute/invalid-limit")
async def test_a_limit_of_0_is_accepted_where_there_is_nothing_to_do() -> None:
    # It should have been refused: the mistake shows only on the first day with elements.
    assert await gather(concurrency_limit=0) == ()
