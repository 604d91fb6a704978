"""Plain programs that show where `asyncio.TaskGroup` violates a clause."""

import asyncio

import pytest
from deviation import deviation


@deviation("scopes/exit-cancels-tasks")
async def test_the_exit_waits_for_a_task_instead_of_cancelling_it() -> None:
    seen = []

    async def tick() -> None:
        for each in range(3):
            await asyncio.sleep(0)
            seen.append(each)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(tick())
    # The body had ended before the first tick, so the exit should have cancelled the task.
    assert seen == [0, 1, 2]
    assert not task.cancelled()


@deviation("failures/body-alone")
async def test_an_error_of_the_body_leaves_in_a_group() -> None:
    error = ValueError("of the body")
    with pytest.raises(ExceptionGroup) as raised:
        async with asyncio.TaskGroup():
            raise error
    # No task failed, so `error` itself should have left.
    assert raised.value.exceptions == (error,)
