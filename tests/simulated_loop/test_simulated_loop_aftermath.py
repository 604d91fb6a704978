"""Everything that a program leaves behind is reported exactly, and cleaned up."""

import asyncio
import gc
import warnings

import pytest
from haiway_conformance.simulated_loop import (
    RandomWalk,
    Returned,
    SimulatedLoop,
    SimulatedTask,
    run_simulated,
)


def run(main, loop=None, **options):
    return run_simulated(loop or SimulatedLoop(), main, **options)


def returned(main, loop=None):
    ending = run(main, loop).ending
    assert isinstance(ending, Returned), ending
    return ending.value


def test_the_task_that_closes_a_generator_does_not_count_as_left_behind():
    async def generate():
        try:
            yield 1
        finally:
            await asyncio.sleep(5)

    async def main():
        async for _ in generate():
            break

    assert run(main()).alive == ()


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt])
def test_an_interpreter_exit_while_cleaning_up_stays_within(error):
    async def fails():
        try:
            await asyncio.sleep(5)
        finally:
            raise error

    async def main():
        asyncio.get_running_loop().kept = asyncio.create_task(fails())
        await asyncio.sleep(0)

    aftermath = run(main())
    assert aftermath.ending == Returned(value=None)
    assert aftermath.places == ("sleep",)


def test_coroutines_that_were_never_awaited_are_collected_and_not_printed():
    async def forgotten():
        pass

    async def main():
        forgotten()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        aftermath = run(main())
    (warned,) = aftermath.never_awaited
    assert "forgotten" in warned
    assert "never awaited" in warned


def test_other_warnings_are_left_alone():
    async def main():
        warnings.warn("something else", stacklevel=1)

    assert run(main()).never_awaited == ()


@pytest.mark.parametrize("keep", [False, True], ids=["dropped", "kept alive"])
def test_an_exception_that_was_never_retrieved_is_reported_once(keep):
    """Even if the frames of the exception, or the program, keep the task alive for longer."""
    kept = []

    async def fails():
        mine = asyncio.current_task()  # the exception's frame refers to the task
        if keep:
            kept.append(mine)
        raise ValueError("lost")

    async def main():
        asyncio.create_task(fails())  # noqa: RUF006 - lost on purpose
        await asyncio.sleep(1)

    aftermath = run(main())
    assert aftermath.unretrieved == ("Task exception was never retrieved (ValueError: lost)",)
    kept.clear()
    gc.collect()
    assert len(aftermath.unretrieved) == 1


def test_a_future_with_an_exception_that_was_never_retrieved_is_reported_too():
    async def main():
        asyncio.get_running_loop().create_future().set_exception(ValueError("lost"))

    assert run(main()).unretrieved == ("Future exception was never retrieved (ValueError: lost)",)


def test_an_exception_in_a_callback_is_reported():
    async def main():
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    (told,) = run(main()).unretrieved
    assert "ZeroDivisionError" in told


def test_a_retrieved_exception_is_not_reported():
    async def fails():
        raise ValueError("found")

    async def main():
        await asyncio.gather(asyncio.create_task(fails()), return_exceptions=True)

    assert run(main()).unretrieved == ()


def test_what_is_torn_down_reports_nothing():
    """A task that fails because it is cancelled by the clean-up is the kit's doing."""

    async def fails():
        try:
            await asyncio.sleep(5)
        finally:
            raise ValueError("while cleaning up")

    async def main():
        asyncio.get_running_loop().kept = asyncio.create_task(fails())
        await asyncio.sleep(0)

    aftermath = run(main())
    assert aftermath.unretrieved == ()
    assert aftermath.places == ("sleep",)


def test_remaining_timers_are_counted():
    async def main():
        loop = asyncio.get_running_loop()
        loop.call_later(5, print)
        loop.call_later(6, print)
        loop.call_later(7, print).cancel()

    assert run(main()).timers == 2


def test_remaining_tasks_are_reported_with_their_places():
    async def inner():
        await asyncio.Event().wait()

    async def outer():
        await inner()

    async def generate():
        yield await asyncio.sleep(5)

    async def consume():
        async for _ in generate():
            pass

    async def main():
        loop = asyncio.get_running_loop()
        loop.kept = [
            asyncio.create_task(outer()),
            asyncio.create_task(consume()),
            asyncio.create_task(asyncio.sleep(0)),  # will have ended
            asyncio.Task(outer(), loop=loop),  # made without the loop's factory
        ]
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    aftermath = run(main())
    # Python does not reveal where a generator is suspended that a task consumes.
    consuming = f"{test_remaining_tasks_are_reported_with_their_places.__name__}.<locals>.consume"
    assert aftermath.places == ("Event.wait", consuming, "Event.wait")
    assert len(aftermath.alive) == 3
    assert all(each.done() for each in aftermath.alive), "cleaned up"


def test_what_is_left_can_be_examined_before_it_is_cleaned_up():
    seen = []

    async def cleans_up():
        try:
            await asyncio.Event().wait()
        finally:
            seen.append("cleaned up")

    async def main():
        asyncio.get_running_loop().kept = asyncio.create_task(cleans_up())
        await asyncio.sleep(0)

    run(main(), when_ended=lambda: seen.append("ended"))
    assert seen == ["ended", "cleaned up"]


def test_a_task_that_can_t_be_cancelled_does_not_stop_the_clean_up():
    class Stubborn(asyncio.Task):
        def cancel(self, msg=None):
            raise TypeError

    async def never():
        await asyncio.get_running_loop().create_future()

    async def main():
        kept.append(Stubborn(never(), loop=asyncio.get_running_loop()))
        await asyncio.sleep(0)

    kept = []
    assert isinstance(run_simulated(SimulatedLoop(), main()).ending, Returned)


def test_garbage_is_collected_after_the_run_not_within():
    async def main():
        return gc.isenabled()

    assert gc.isenabled()
    assert returned(main()) is False
    assert gc.isenabled()
    gc.disable()
    try:
        returned(main())
        assert not gc.isenabled(), "left as it was"
    finally:
        gc.enable()


def test_no_task_is_left_alive_by_runs_with_cancelled_and_failed_tasks():
    """Hundreds of runs in one process keep nothing: one young collection each is enough."""

    async def main():
        async def fails():
            await asyncio.get_running_loop().external_event("p")
            raise ValueError

        async def waits():
            await asyncio.Event().wait()

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())
                group.create_task(waits())
                await asyncio.sleep(5)
        except* ValueError:
            pass
        loop = asyncio.get_running_loop()
        loop.kept = [asyncio.create_task(each()) for each in (waits, fails)]
        await asyncio.sleep(1)

    def kept():
        return {id(each) for each in gc.get_objects() if isinstance(each, SimulatedTask)}

    gc.collect()
    before = kept()
    for seed in range(200):
        run(main(), SimulatedLoop(RandomWalk(seed)))
        gc.collect(1)
    assert kept() <= before
