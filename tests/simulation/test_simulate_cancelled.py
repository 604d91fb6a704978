"""With `cancel="everywhere"`, a request to cancel comes at each suspension."""

import asyncio
import sys

import pytest
from failing import failure
from haiway_conformance.simulation import Kind, Leak, simulate, world
from small_programs import leaves_a_task_when_cancelled, right, swallows_its_cancellation


def test_a_task_that_is_left_is_found() -> None:
    simulate(leaves_a_task_when_cancelled)
    found = failure(leaves_a_task_when_cancelled, cancel="everywhere")
    assert found.finding.kind is Kind.LEAK
    assert "ticker" in found.finding.sentence
    assert "main is cancelled from outside at suspension 1" in found.picture.schedule


def test_a_request_that_is_swallowed_is_found() -> None:
    found = failure(swallows_its_cancellation, cancel="everywhere")
    assert found.finding.what == Leak.REQUESTS
    assert "main returned" in found.finding.sentence


def test_it_may_be_allowed() -> None:
    simulation = simulate(swallows_its_cancellation, cancel="everywhere", allow=["requests"])
    assert simulation.cancellations == 2


def test_a_right_program_passes() -> None:
    simulation = simulate(right, cancel="everywhere")
    assert simulation.cancellations >= 2


@pytest.mark.parametrize("eager", [False, True])
def test_other_tasks_are_cancelled_by_name(eager: bool) -> None:
    if eager and sys.version_info < (3, 13):
        pytest.skip("there a task begins before it has its name")

    cancelled: set[str] = set()

    async def main() -> None:
        async def work(name: str) -> None:
            try:
                await world.event(name)
            except asyncio.CancelledError:
                cancelled.add(name)
                raise

        tasks = [asyncio.create_task(work(each), name=f"worker {each}") for each in "ab"]
        await asyncio.wait(tasks)

    simulate(main, cancel="everywhere", cancelled="worker b", eager=eager)
    assert cancelled == {"b"}
    simulate(main, cancel="everywhere", cancelled="work", eager=eager)
    assert cancelled == {"a", "b"}


def test_a_task_that_is_cancelled_before_it_begins_complains_of_nothing() -> None:
    async def main() -> None:
        async def never() -> None:
            raise AssertionError

        task = asyncio.create_task(never())
        task.cancel()
        await asyncio.wait([task])

    simulate(main, cancel="everywhere", cancelled="never")


def test_it_fails_if_the_program_raises_something_else() -> None:
    async def main() -> None:
        try:
            await world.event("the result")
        finally:
            raise KeyError("clean-up")

    assert isinstance(failure(main, cancel="everywhere").__cause__, KeyError)


def test_of_several_tasks_the_one_that_was_cancelled_is_named() -> None:
    async def worker(name: str) -> None:
        try:
            await world.event(name)
        except asyncio.CancelledError:
            assert name != "second"
            raise

    async def main() -> None:
        names = ("first", "second")
        tasks = [asyncio.create_task(worker(each), name=f"{each} worker") for each in names]
        await asyncio.wait(tasks)
        for each in tasks:
            assert each.cancelled() or each.result() is None

    found = failure(main, cancel="everywhere", cancelled="* worker")
    assert "second worker is cancelled from outside" in found.picture.schedule
