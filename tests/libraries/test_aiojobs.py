"""Plain programs that show where `aiojobs.Scheduler` violates a clause."""

import asyncio

import pytest
from aiojobs import Scheduler
from deviation import deviation


async def fails() -> None:
    raise ValueError


async def fails_as_it_ends() -> None:
    try:
        await asyncio.sleep(60)
    finally:
        raise ValueError


def reports_to_the_loop() -> list[dict]:
    """Return a list to which everything is added that reaches the loop's exception handler."""
    reports: list[dict] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, report: reports.append(report))
    return reports


@deviation("failures/surfaces", "hygiene/no-unretrieved")
async def test_the_failure_of_a_job_goes_to_the_loop_instead_of_the_caller() -> None:
    reports = reports_to_the_loop()
    scheduler = Scheduler()
    await scheduler.spawn(fails())
    await asyncio.sleep(0.001)
    await scheduler.close()
    # It should have been raised as the scope of the job ended; it is in the log only.
    assert [type(each["exception"]) for each in reports] == [ValueError]


@deviation("failures/all-surface")
async def test_of_two_failures_none_surfaces() -> None:
    reports = reports_to_the_loop()
    scheduler = Scheduler()
    await scheduler.spawn(fails())
    await scheduler.spawn(fails())
    await asyncio.sleep(0.001)
    await scheduler.close()
    assert len(reports) == 2


@deviation("failures/in-clean-up")
async def test_a_failure_while_the_scheduler_is_closed_does_not_surface() -> None:
    reports = reports_to_the_loop()
    scheduler = Scheduler()
    await scheduler.spawn(fails_as_it_ends())
    await asyncio.sleep(0)
    await scheduler.close()
    assert len(reports) == 1


@deviation("failures/body-and-task")
async def test_of_the_errors_of_body_and_job_only_the_one_of_the_body_surfaces() -> None:
    reports = reports_to_the_loop()
    error = KeyError("of the body")
    with pytest.raises(KeyError) as raised:
        async with Scheduler() as scheduler:
            await scheduler.spawn(fails())
            await asyncio.sleep(0.001)
            raise error
    assert raised.value is error
    assert error.__cause__ is error.__context__ is None
    assert len(reports) == 1


class Stop(BaseException):
    """An exception that is no Exception: the only kind that closing a scheduler raises."""


async def stops() -> None:
    raise Stop


@deviation("failures/history-kept")
async def test_an_exception_has_lost_its_traceback_when_the_scheduler_is_closed() -> None:
    reports_to_the_loop()
    scheduler = Scheduler()
    await scheduler.spawn(stops())
    with pytest.raises(Stop) as raised:
        await scheduler.close()
    # The job's task is awaited twice, and asyncio gives the traceback to the first awaiter alone.
    assert "stops" not in [each.name for each in raised.traceback]


@deviation("cancellation/simultaneous")
async def test_a_failure_that_meets_a_request_is_lost() -> None:
    reports = reports_to_the_loop()

    async def runs_a_scheduler() -> None:
        scheduler = Scheduler()
        await scheduler.spawn(fails_as_it_ends())
        try:
            await asyncio.sleep(60)
        finally:
            await scheduler.close()

    task = asyncio.create_task(runs_a_scheduler())
    await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as raised:
        await task
    # The failure should have been its `__cause__`, or have been raised in its place.
    assert raised.value.__cause__ is None
    assert len(reports) == 1


@deviation(
    "cancellation/timeouts-compose",
    "cancellation/downward",
    "scopes/error-cancels-tasks",
    "scopes/exit-awaits-tasks",
    "scopes/exit-under-cancellation",
    "hygiene/no-orphans",
)
async def test_jobs_outlive_a_close_that_is_cancelled_as_it_begins() -> None:
    before = asyncio.all_tasks()
    scheduler = Scheduler()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(None) as timeout:
            job = await scheduler.spawn(asyncio.sleep(60))
            await asyncio.sleep(0)
            timeout.reschedule(asyncio.get_running_loop().time())  # it runs out in this iteration
            await scheduler.close()
    # The job should have ended before the time-out did. Nor is there a second chance: `close()`
    # does nothing any more.
    await scheduler.close()
    assert job.active
    assert len(asyncio.all_tasks() - before) == 2  # the job, and a task of the scheduler
