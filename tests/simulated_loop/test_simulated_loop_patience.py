"""A program is said to never end only if nothing is left for which it could be waiting."""

import asyncio

import pytest
from haiway_conformance.simulated_loop import (
    Complaints,
    Deadlock,
    Did,
    Livelock,
    PatienceWithProgram,
    Progress,
    Readiness,
    Returned,
    SimulatedLoop,
    Trace,
    patience,
    run_to_end,
)


def ended(main):
    """How a program ends that is given its loop, and a function that records what it does."""
    loop = SimulatedLoop()
    trace = Trace(loop)

    def did(what):
        trace.record("main", Did.SAW, what)

    with Complaints() as complaints:
        waiting = PatienceWithProgram(Progress(trace))
        return run_to_end(loop, main(loop, did), complaints, waiting).ending


async def polled(work, pause):
    """Wait for a task by looking at it again and again."""
    task = asyncio.ensure_future(work)
    while not task.done():  # noqa: ASYNC110 - polls on purpose
        await asyncio.sleep(pause)
    return task.result()


async def beside_a_poll(work, pause):
    """Wait for a coroutine while another task polls for ever, as a keeper of connections does."""

    async def polls():
        while True:  # noqa: ASYNC110 - polls on purpose
            await asyncio.sleep(pause)

    task = asyncio.create_task(polls())
    try:
        return await work
    finally:
        task.cancel()


@pytest.mark.parametrize("wait", [polled, beside_a_poll])
@pytest.mark.parametrize("pause", [0, 0.01])
@pytest.mark.parametrize("readiness", Readiness)
def test_an_event_completes_although_something_polls(wait, pause, readiness):
    async def main(loop, did):
        did("it waits")
        await wait(loop.external_event("p", readiness), pause)
        return "done"

    expected = Livelock if readiness is Readiness.NEVER else Returned
    assert isinstance(ended(main), expected)


@pytest.mark.parametrize("wait", [polled, beside_a_poll])
@pytest.mark.parametrize("pause", [0, 0.01])
def test_a_day_passes_although_something_polls(wait, pause):
    """Without millions of iterations: time may pass beyond many timers at once."""
    iterations = []

    async def main(loop, did):
        did("it sleeps")
        await wait(asyncio.sleep(86_400), pause)
        iterations.append(loop.iteration)
        return loop.time() >= 86_400

    assert ended(main) == Returned(value=True)
    assert iterations[0] < 5_000


def test_events_and_timers_come_in_the_order_in_which_they_began_and_are_due():
    seen = []

    async def main(loop, did):
        async def wait(name, work):
            await work
            seen.append(name)

        works = {
            "idle": loop.external_event("idle", Readiness.IDLE),
            "late": asyncio.sleep(2_000),
            "soon": asyncio.sleep(1_000),
            "any": loop.external_event("any"),
        }
        did("it waits")
        await beside_a_poll(asyncio.gather(*(wait(*each) for each in works.items())), 0.01)

    assert isinstance(ended(main), Returned)
    assert seen == ["any", "idle", "soon", "late"]


@pytest.mark.parametrize("elements", [400, 1_000])
def test_a_buffer_may_be_emptied_in_silence(elements):
    """Several iterations for each of hundreds of elements are no hang."""

    async def main(loop, did):
        for index in range(elements):
            did(f"element {index}")
        for _ in range(10 * elements):
            await asyncio.sleep(0)

    assert isinstance(ended(main), Returned)


def test_doing_the_same_again_and_again_is_no_progress():
    async def main(loop, did):
        async def ticks():
            while True:
                did("a tick")
                await asyncio.sleep(1)

        await polled(ticks(), 0.3)

    found = ended(main)
    assert isinstance(found, Livelock)
    assert found.stepping


def test_a_task_that_ticks_beside_a_stuck_one_does_not_hide_a_hang():
    async def main(loop, did):
        async def ticks():
            while True:
                did("a tick")
                await loop.external_event("p")

        await asyncio.gather(ticks(), loop.create_future())

    found = ended(main)
    assert isinstance(found, Livelock)
    assert not found.stepping
    assert found.iterations < 20_000


def test_sleeping_several_times_in_a_row_is_no_hang():
    """Although it is the same again, and something polls meanwhile."""

    async def main(loop, did):
        for _ in range(10):
            did("sleeps")
            await polled(asyncio.sleep(9_999), 0.01)

    assert isinstance(ended(main), Returned)


def test_what_can_never_run_again_is_found_at_once():
    async def main(loop, did):
        await loop.create_future()

    assert isinstance(ended(main), Deadlock)


def test_a_program_that_does_something_new_for_ever_is_given_up_at_last(monkeypatch):
    monkeypatch.setattr(patience, "IN_ALL", 20_000)

    async def main(loop, did):
        for number in range(40_000):
            did(f"thing {number}")
            await asyncio.sleep(0)

    assert isinstance(ended(main), Livelock)


def test_an_implementation_that_polls_goes_on_before_what_comes_when_the_loop_is_idle():
    """It has a moment to see that it can; timers of a second come after that, as without polls."""
    seen = []

    async def main(loop, did):
        posted = []

        async def server():
            while not posted:  # noqa: ASYNC110 - polls on purpose
                await asyncio.sleep(0.01)
            seen.append("served")

        async def sleeps():
            await asyncio.sleep(1)
            seen.append("a second")

        tasks = [asyncio.create_task(each()) for each in (server, sleeps)]
        await asyncio.sleep(0)
        posted.append("a message")
        await loop.external_event("idle", Readiness.IDLE)
        seen.append("idle")
        await asyncio.wait(tasks)

    ended(main)
    assert seen == ["served", "idle", "a second"]


def test_a_loop_that_is_never_idle_does_not_make_time_fly():
    """An operation that completes when the loop is idle comes before a timer that is far away."""
    seen = []

    async def main(loop, did):
        async def wait(name, work):
            await work
            seen.append(name)

        did("it waits")
        idle = loop.external_event("idle", Readiness.IDLE)
        works = (
            wait("hours", asyncio.sleep(9_999)),
            wait("idle", idle),
            wait("soon", asyncio.sleep(1)),
        )
        await beside_a_poll(asyncio.gather(*works), 0)

    assert isinstance(ended(main), Returned)
    assert seen == ["soon", "idle", "hours"]
