"""Requests from outside come at the suspension and the moment that was named, and nowhere else."""

import asyncio
from contextvars import ContextVar

import pytest
from haiway_conformance.simulation import SimulatedLoop, Suspensions

WHO = ContextVar("who", default="nobody")


@pytest.fixture
def loop():
    loop = SimulatedLoop()
    yield loop
    loop.close()


def run(loop, work, moment, suspension=1, log=None):
    """Run a coroutine in a task that is asked to stop; what it was asked in, and how it ended."""
    suspensions = Suspensions(loop)
    task = loop.create_task(suspensions.watch(work))

    def stop():
        if log is not None:
            log.append("asked")
        task.cancel()

    suspensions.ask(stop, moment, suspension)
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
def test_a_request_comes_at_the_suspension_that_was_named(loop, moment, suspension):
    log = []
    assert isinstance(run(loop, three_sleeps(log), moment, suspension), asyncio.CancelledError)
    assert log[-1] == f"interrupted {suspension}"
    assert loop.time() == suspension - (moment == "waiting")


def test_what_a_task_does_not_come_to_does_not_happen(loop):
    log = []
    assert run(loop, three_sleeps(log), "woken", 4, log) == "done"
    assert "asked" not in log


@pytest.mark.parametrize("moment", ["waiting", "woken"])
def test_giving_way_is_a_suspension_too(loop, moment):
    assert isinstance(run(loop, asyncio.sleep(0), moment), asyncio.CancelledError)


async def takes_it_for_too_late(future):
    """Believes, as people do, that who has got what it waited for need not be stopped."""
    try:
        await future
    except asyncio.CancelledError:
        if not future.done() or future.cancelled():
            raise
    return "as if nothing had happened"


def test_what_is_lost_in_the_gap_is_lost_in_it_alone(loop):
    def point():
        return takes_it_for_too_late(loop.external_event("p"))

    assert isinstance(run(loop, point(), "waiting"), asyncio.CancelledError)
    assert run(loop, point(), "woken") == "as if nothing had happened"


def test_the_gap_is_right_before_the_task_goes_on(loop):
    log = []
    future = loop.create_future()

    async def work():
        await future
        log.append("goes on")

    async def others():
        loop.call_soon(log.append, "before")
        future.set_result(None)
        loop.call_soon(log.append, "after")

    other = loop.create_task(work())
    suspensions = Suspensions(loop)
    task = loop.create_task(suspensions.watch(work()))
    suspensions.ask(lambda: log.append("asked"), "woken")
    loop.run_until_complete(asyncio.gather(other, task, others()))
    assert log == ["before", "goes on", "asked", "goes on", "after"]


def test_a_suspended_task_is_asked_at_once_or_when_it_is_woken(loop):
    for moment in ("waiting", "woken"):
        suspensions, log = Suspensions(loop), []
        task = loop.create_task(suspensions.watch(three_sleeps(log)))

        async def outside(task=task, suspensions=suspensions, moment=moment):
            await asyncio.sleep(0.5)
            suspensions.ask(task.cancel, moment)
            await asyncio.wait([task])

        loop.run_until_complete(outside())
        assert log == ["sleeps 1", "interrupted 1"]
    assert loop.time() == 1.5


def test_nobody_is_asked_after_the_end(loop):
    suspensions, asked = Suspensions(loop), []
    loop.run_until_complete(suspensions.watch(asyncio.sleep(0)))
    suspensions.ask(lambda: asked.append("asked"), "waiting")
    loop.run_until_complete(asyncio.sleep(1))
    assert not asked


def test_who_is_outside_knows_nothing_of_the_programs_context(loop):
    seen = []

    async def work():
        WHO.set("the program")
        await asyncio.sleep(1)

    for moment in ("waiting", "woken"):
        suspensions = Suspensions(loop)
        suspensions.ask(lambda: seen.append(WHO.get()), moment)
        loop.run_until_complete(suspensions.watch(work()))
    assert seen == ["nobody", "nobody"]


def test_results_and_errors_pass_through(loop):
    async def fails():
        await asyncio.sleep(0)
        raise ArithmeticError("of its own")

    assert loop.run_until_complete(Suspensions(loop).watch(asyncio.sleep(1, "slept"))) == "slept"
    with pytest.raises(ArithmeticError, match="of its own"):
        loop.run_until_complete(Suspensions(loop).watch(fails()))


def test_what_is_watched_is_closed_with_the_task(loop):
    log = []

    async def work():
        try:
            await asyncio.sleep(1)
        finally:
            log.append("closed")

    watching = Suspensions(loop).watch(work())
    task = loop.create_task(watching)
    loop.run_until_complete(asyncio.sleep(0))
    watching.close()
    assert log == ["closed"]
    task.cancel()
    loop.run_until_complete(asyncio.wait([task]))
