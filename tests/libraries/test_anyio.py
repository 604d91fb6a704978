"""Plain programs that show where anyio violates a clause."""

import asyncio

import anyio
import pytest
from deviation import deviation


@deviation("cancellation/clean-up-runs")
async def test_an_await_in_a_clean_up_is_cancelled_too() -> None:
    steps = []

    async def cleans_up() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            steps.append("begins")
            await asyncio.sleep(0.001)
            steps.append("ends")

    async with anyio.create_task_group() as group:
        group.create_task(cleans_up())
        await asyncio.sleep(0)
        group.cancel_scope.cancel()
    # One request should have let it end. Here each await is cancelled until the task has ended,
    # as documented; only `CancelScope(shield=True)` around the clean-up prevents that.
    assert steps == ["begins"]


@deviation("cancellation/awaiting-cancelled")
async def test_awaiting_a_cancelled_task_raises_an_exception_of_anyio() -> None:
    async with anyio.create_task_group() as group:
        handle = group.create_task(asyncio.sleep(60))
        await asyncio.sleep(0)
        handle.cancel()
        # It should have been CancelledError, which ends the awaiter without being a failure.
        with pytest.raises(anyio.TaskCancelled):
            await handle


@deviation("cancellation/not-invented")
async def test_a_task_that_ends_cancelled_by_itself_cancels_its_group() -> None:
    seen = []

    async def awaits_a_cancelled_future() -> None:
        future = asyncio.get_running_loop().create_future()
        future.cancel()
        await future

    async with anyio.create_task_group() as group:
        group.create_task(awaits_a_cancelled_future())
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen.append("the body was cancelled")
            raise
    # Nothing had failed, nor had anything requested that. The exit says nothing of it.
    assert seen == ["the body was cancelled"]


@deviation("failures/awaiter")
async def test_awaiting_a_failed_task_raises_an_exception_of_anyio() -> None:
    error = ValueError("of the task")

    async def fails() -> None:
        raise error

    with pytest.raises(ExceptionGroup):
        async with anyio.create_task_group() as group:
            handle = group.create_task(fails())
    with pytest.raises(anyio.TaskFailed) as raised:
        await handle
    # `error` itself should have been raised; `except ValueError` does not catch this.
    assert raised.value.__cause__ is error


@deviation("failures/body-alone")
async def test_an_error_of_the_body_leaves_in_a_group() -> None:
    error = ValueError("of the body")
    with pytest.raises(ExceptionGroup) as raised:
        async with anyio.create_task_group():
            raise error
    # No task failed, so `error` itself should have left.
    assert raised.value.exceptions == (error,)


async def fails_as_it_ends() -> None:
    try:
        await asyncio.sleep(60)
    finally:
        raise ValueError


@deviation("cancellation/simultaneous")
async def test_a_request_is_lost_when_a_failure_leaves_in_its_place() -> None:
    async def runs_a_group() -> str:
        try:
            async with anyio.create_task_group() as group:
                group.create_task(fails_as_it_ends())
                await asyncio.sleep(60)
        except ExceptionGroup:
            await asyncio.sleep(0)
        return "was never cancelled"

    task = asyncio.create_task(runs_a_group())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    # From Python 3.13 on, asyncio.TaskGroup requests cancellation again, and `sleep(0)` raises.
    assert await task == "was never cancelled"


@deviation("cancellation/timeouts-compose")
async def test_a_timeout_never_ends_its_block() -> None:
    async with asyncio.timeout(0.001):
        try:
            async with anyio.create_task_group() as group:
                group.create_task(fails_as_it_ends())
                await asyncio.sleep(60)
        except ExceptionGroup:
            await asyncio.sleep(0.01)
        # The time is up, so `sleep(0.01)` should have been cancelled, and TimeoutError raised.


@deviation("cancellation/not-swallowed")
async def test_a_request_is_taken_back_for_that_of_a_timeout() -> None:
    limit = asyncio.timeout(None)

    async def leaves_a_group() -> None:
        async with anyio.create_task_group() as inner:
            inner.create_task(asyncio.sleep(0))
            inner.cancel_scope.cancel()

    async def runs_a_group() -> str:
        try:
            async with limit, anyio.create_task_group() as group:

                async def starts_another() -> None:
                    group.create_task(leaves_a_group())

                group.create_task(starts_another())
                group.cancel_scope.cancel()
        except TimeoutError:
            return "timed out"
        return "left"

    task = asyncio.create_task(runs_a_group())
    await asyncio.sleep(0)
    task.cancel()
    limit.reschedule(asyncio.get_running_loop().time())  # from now on, there are two requests
    # Only that of the timeout is taken back by the timeout, so the task should end cancelled.
    assert await task == "timed out"
    assert task.cancelling() == 0


@deviation("failures/surfaces")
async def test_a_failure_is_lost_when_a_request_comes_as_the_group_is_left() -> None:
    async def fails() -> None:
        raise ValueError

    async def runs_a_group() -> None:
        async with anyio.create_task_group() as group:
            group.create_task(fails())
            await asyncio.sleep(60)

    task = asyncio.create_task(runs_a_group())
    for _ in range(4):  # then the task has failed and ended, and the group is at its last await
        await asyncio.sleep(0)
    task.cancel()
    (left,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(left, asyncio.CancelledError)
    # The ValueError should have left, or have been the cause of that. One iteration earlier or
    # later it does.
    assert left.__cause__ is left.__context__ is None


@deviation("cancellation/downward")
async def test_a_task_that_is_cancelled_as_it_leaves_a_group_goes_on() -> None:
    async def runs_a_group() -> str:
        async with anyio.create_task_group():
            pass
        return "was never cancelled"

    async with anyio.create_task_group() as group:
        handle = group.create_task(runs_a_group())
        await asyncio.sleep(0)  # then the task is at the await with which its group is left
        assert handle.status is anyio.TaskHandle.Status.PENDING
        handle.cancel()
    # CancelledError should have left the inner group. That await is shielded, and the next one
    # would have raised; but there is none.
    assert await handle == "was never cancelled"
