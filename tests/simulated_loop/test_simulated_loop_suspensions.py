"""Cancellations are injected at the chosen suspension and moment, and nowhere else."""

import asyncio
from contextvars import ContextVar

import pytest
from haiway_conformance.simulated_loop import SimulatedLoop, Suspensions

SETTER = ContextVar("setter", default="nobody")


@pytest.fixture
def loop():
    loop = SimulatedLoop()
    yield loop
    loop.close()


def run(loop, work, moment, suspension=1, log=None):
    """Run a coroutine in a task that is cancelled from outside; return its result or exception."""
    suspensions = Suspensions(loop)
    task = loop.create_task(suspensions.track(work))

    def cancel():
        if log is not None:
            log.append("cancelled")
        task.cancel()

    suspensions.inject(cancel, moment, suspension)
    return loop.run_until_complete(asyncio.gather(task, return_exceptions=True))[0]


async def three_sleeps(log):
    for number in (1, 2, 3):
        log.append(f"sleeps {number}")
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log.append(f"interrupted {number}")
            raise
    return "done"


@pytest.mark.parametrize("moment", ["waiting", "woken"])
@pytest.mark.parametrize("suspension", [1, 2, 3])
def test_a_request_comes_at_the_chosen_suspension(loop, moment, suspension):
    log = []
    assert isinstance(run(loop, three_sleeps(log), moment, suspension), asyncio.CancelledError)
    assert log[-1] == f"interrupted {suspension}"
    assert loop.time() == suspension - (moment == "waiting")


def test_a_suspension_that_never_comes_gets_no_request(loop):
    log = []
    assert run(loop, three_sleeps(log), "woken", 4, log) == "done"
    assert "cancelled" not in log


@pytest.mark.parametrize("moment", ["waiting", "woken"])
def test_yielding_is_a_suspension_too(loop, moment):
    assert isinstance(run(loop, asyncio.sleep(0), moment), asyncio.CancelledError)


async def believes_it_is_too_late(future):
    """Believes, as people do, that a task whose future is done need not be cancelled."""
    try:
        await future
    except asyncio.CancelledError:
        if not future.done() or future.cancelled():
            raise
    return "as if nothing had happened"


def test_what_is_lost_in_the_gap_is_lost_in_it_alone(loop):
    def wait_for_event():
        return believes_it_is_too_late(loop.external_event("p"))

    assert isinstance(run(loop, wait_for_event(), "waiting"), asyncio.CancelledError)
    assert run(loop, wait_for_event(), "woken") == "as if nothing had happened"


def test_the_gap_is_right_before_the_task_continues(loop):
    log = []
    future = loop.create_future()

    async def work():
        await future
        log.append("continues")

    async def others():
        loop.call_soon(log.append, "before")
        future.set_result(None)
        loop.call_soon(log.append, "after")

    other = loop.create_task(work())
    suspensions = Suspensions(loop)
    task = loop.create_task(suspensions.track(work()))
    suspensions.inject(lambda: log.append("cancelled"), "woken")
    loop.run_until_complete(asyncio.gather(other, task, others()))
    assert log == ["before", "continues", "cancelled", "continues", "after"]


def test_a_suspended_task_is_cancelled_at_once_or_when_it_is_woken(loop):
    for moment in ("waiting", "woken"):
        suspensions, log = Suspensions(loop), []
        task = loop.create_task(suspensions.track(three_sleeps(log)))

        async def outside(task=task, suspensions=suspensions, moment=moment):
            await asyncio.sleep(0.5)
            suspensions.inject(task.cancel, moment)
            await asyncio.wait([task])

        loop.run_until_complete(outside())
        assert log == ["sleeps 1", "interrupted 1"]
    assert loop.time() == 1.5


def test_no_request_is_made_after_the_end(loop):
    suspensions, cancelled = Suspensions(loop), []
    loop.run_until_complete(suspensions.track(asyncio.sleep(0)))
    suspensions.inject(lambda: cancelled.append("cancelled"), "waiting")
    loop.run_until_complete(asyncio.sleep(1))
    assert not cancelled


def test_an_injected_request_does_not_see_the_programs_context(loop):
    seen = []

    async def work():
        SETTER.set("the program")
        await asyncio.sleep(1)

    for moment in ("waiting", "woken"):
        suspensions = Suspensions(loop)
        suspensions.inject(lambda: seen.append(SETTER.get()), moment)
        loop.run_until_complete(suspensions.track(work()))
    assert seen == ["nobody", "nobody"]


def test_results_and_errors_pass_through(loop):
    async def fails():
        await asyncio.sleep(0)
        raise ArithmeticError("of its own")

    assert loop.run_until_complete(Suspensions(loop).track(asyncio.sleep(1, "slept"))) == "slept"
    with pytest.raises(ArithmeticError, match="of its own"):
        loop.run_until_complete(Suspensions(loop).track(fails()))


def test_a_tracked_coroutine_is_closed_with_the_task(loop):
    log = []

    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            log.append("closed")

    tracked = Suspensions(loop).track(work())
    task = loop.create_task(tracked)
    loop.run_until_complete(asyncio.sleep(0))
    tracked.close()
    assert log == ["closed"]
    task.cancel()
    loop.run_until_complete(asyncio.wait([task]))
