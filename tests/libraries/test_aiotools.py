"""Plain programs that show where `aiotools.TaskScope` violates a clause."""

import asyncio

import pytest
from aiotools import TaskScope
from deviation import deviation


async def fails() -> None:
    raise ValueError


async def fails_as_it_ends() -> None:
    try:
        await asyncio.sleep(60)
    finally:
        raise ValueError


async def takes_a_while_to_clean_up() -> None:
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0.002)


def reports_to_the_loop() -> list[dict]:
    """Return a list to which everything is added that reaches the loop's exception handler."""
    reports: list[dict] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, report: reports.append(report))
    return reports


@deviation("failures/surfaces", "hygiene/no-unretrieved")
async def test_the_failure_of_a_task_goes_to_the_loop_instead_of_the_caller() -> None:
    reports = reports_to_the_loop()
    async with TaskScope() as scope:
        scope.create_task(fails())
    # It should have been raised by the `async with`; it is in the log only.
    assert [type(each["exception"]) for each in reports] == [ValueError]


@deviation("failures/all-surface")
async def test_of_two_failures_none_surfaces() -> None:
    reports = reports_to_the_loop()
    async with TaskScope() as scope:
        scope.create_task(fails())
        scope.create_task(fails())
    assert len(reports) == 2


@deviation("failures/in-clean-up")
async def test_a_failure_during_exit_does_not_surface() -> None:
    reports = reports_to_the_loop()
    async with TaskScope() as scope:
        scope.create_task(fails_as_it_ends())
        await asyncio.sleep(0)
        scope.abort()
    assert len(reports) == 1


@deviation("failures/body-and-task")
async def test_of_the_errors_of_body_and_task_only_the_one_of_the_body_surfaces() -> None:
    reports = reports_to_the_loop()
    error = KeyError("of the body")
    with pytest.raises(KeyError) as raised:
        async with TaskScope() as scope:
            scope.create_task(fails())
            await asyncio.sleep(0)
            raise error
    assert raised.value is error
    assert error.__cause__ is error.__context__ is None
    assert len(reports) == 1


@deviation(
    "scopes/exit-under-cancellation",
    "cancellation/downward",
    "cancellation/not-swallowed",
    "cancellation/simultaneous",
)
async def test_a_request_during_exit_is_swallowed_once_the_scope_was_told_to_end() -> None:
    async def runs_a_scope() -> str:
        async with TaskScope() as scope:
            scope.create_task(takes_a_while_to_clean_up())
            await asyncio.sleep(0)
            scope.abort()
        await asyncio.sleep(0)
        return "was never cancelled"

    task = asyncio.create_task(runs_a_scope())
    await asyncio.sleep(0.001)
    task.cancel()
    # CancelledError should have left the scope, after the clean-up.
    assert await task == "was never cancelled"


@deviation("cancellation/timeouts-compose")
async def test_a_timeout_that_runs_out_during_exit_is_swallowed() -> None:
    async with asyncio.timeout(0.001):
        async with TaskScope() as scope:
            scope.create_task(takes_a_while_to_clean_up())
            await asyncio.sleep(0)
            scope.abort()
        await asyncio.sleep(0.01)
        # The time is up, so `sleep(0.01)` should not have been reached, and TimeoutError raised.
