"""aiojobs: no more jobs at once than its limit, and every job is run."""

import asyncio

import pytest
from aiojobs import Scheduler
from every_way import finding, passes_every_way
from haiway_conformance.simulation import simulate, world


class Jobs:
    """Jobs that count how many of them run at once."""

    def __init__(self) -> None:
        self.running = self.most = 0
        self.done: list[int] = []

    async def job(self, number: int) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await world.event(f"job {number}")
        finally:
            self.running -= 1
        self.done.append(number)


def scheduler(**limits: int) -> Scheduler:
    return Scheduler(close_timeout=None, wait_timeout=None, **limits)


def test_a_limit_is_kept_and_all_jobs_are_run() -> None:
    async def main() -> None:
        jobs = Jobs()
        async with scheduler(limit=2) as jobbing:
            for each in range(5):
                await jobbing.spawn(jobs.job(each))
        assert jobs.most <= 2
        assert sorted(jobs.done) == list(range(5))

    simulate(main, schedules=100)
    simulate(main, schedules=100, eager=True)
    simulate(main, schedules=200, exhaustive=True)


def test_whoever_is_cancelled_while_spawning_loses_no_job_of_others() -> None:
    async def main() -> None:
        jobs, jobbing = Jobs(), scheduler(limit=1, pending_limit=1)

        async def spawn(number: int) -> None:
            await jobbing.spawn(jobs.job(number))

        tasks = [asyncio.create_task(spawn(each), name=f"spawner {each}") for each in range(4)]
        await asyncio.wait(tasks)
        await jobbing.wait_and_close()
        assert sorted(jobs.done) == [each for each in range(4) if not tasks[each].cancelled()]

    passes_every_way(main, cancelled="spawner*")


async def closes_a_pending_job() -> None:
    jobs = Jobs()
    async with scheduler(limit=1) as jobbing:
        _, second, _ = [await jobbing.spawn(jobs.job(each)) for each in range(3)]
        await second.close()
    assert jobs.most == 1, f"{jobs.most} jobs at once"


async def waits_for_a_pending_job() -> None:
    jobs = Jobs()
    async with scheduler(limit=1) as jobbing:
        _, second = [await jobbing.spawn(jobs.job(each)) for each in range(2)]
        try:
            await second.wait(timeout=1)
        except TimeoutError:
            world.note("the time is up")


def test_closing_a_pending_job_breaks_the_limit() -> None:
    assert "2 jobs at once" in finding(closes_a_pending_job).finding.sentence


def test_asyncio_shows_that_closing_a_pending_job_breaks_the_limit() -> None:
    async def main() -> None:
        running = 0
        ends = asyncio.Event()

        async def job() -> None:
            nonlocal running
            running += 1
            await ends.wait()

        async with Scheduler(limit=1) as jobbing:
            _, second, _ = [await jobbing.spawn(job()) for _ in range(3)]
            await second.close()
            for _ in range(5):
                await asyncio.sleep(0)
            # The limit is 1.
            assert running == 2
            ends.set()

    asyncio.run(main())


def test_a_timeout_of_a_pending_job_is_another_error() -> None:
    found = finding(waits_for_a_pending_job)
    assert isinstance(found.__cause__, asyncio.InvalidStateError)


def test_asyncio_shows_that_a_timeout_of_a_pending_job_is_another_error() -> None:
    async def main() -> None:
        async with Scheduler(limit=1) as jobbing:
            await jobbing.spawn(asyncio.sleep(0.05))
            second = await jobbing.spawn(asyncio.sleep(0))
            # It should have been TimeoutError.
            with pytest.raises(asyncio.InvalidStateError):
                await second.wait(timeout=0)

    asyncio.run(main())
