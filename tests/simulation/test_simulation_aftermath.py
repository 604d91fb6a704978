"""The loop is a real one for its program, and what a program leaves behind is reported exactly."""

import asyncio
import gc
import warnings
from contextvars import ContextVar, copy_context

import pytest
from haiway_conformance.simulation import (
    Deadlock,
    Raised,
    RandomWalk,
    Returned,
    SimulatedLoop,
    SimulatedTask,
    simulate,
)


def run(main, loop=None, **options):
    return simulate(loop or SimulatedLoop(), main, **options)


def returned(main, loop=None):
    ending = run(main, loop).ending
    assert isinstance(ending, Returned), ending
    return ending.value


def test_the_loop_is_the_running_loop_of_asyncio():
    async def main():
        loop = asyncio.get_running_loop()
        return loop.is_running(), loop.is_closed(), asyncio.current_task() in asyncio.all_tasks()

    loop = SimulatedLoop()
    assert not loop.is_running()
    assert returned(main(), loop) == (True, False, True)
    assert not loop.is_running()
    assert loop.is_closed()


def test_tasks_start_late_by_default_and_at_once_under_the_eager_factory():
    async def main():
        seen = []

        async def work():
            seen.append("begun")

        task = asyncio.create_task(work())
        seen.append("created")
        await task
        return seen, type(task)

    assert returned(main()) == (["created", "begun"], SimulatedTask)
    eager = SimulatedLoop(task_factory=asyncio.eager_task_factory)
    assert returned(main(), eager) == (["begun", "created"], SimulatedTask)


def test_a_factory_of_ones_own_makes_the_tasks():
    class Mine(asyncio.Task):
        pass

    async def main():
        return type(asyncio.create_task(asyncio.sleep(0)))

    def make(loop, coro, **options):
        return Mine(coro, loop=loop, **options)

    assert returned(main(), SimulatedLoop(task_factory=make)) is Mine


def test_an_unfinished_generator_is_closed_by_the_loop():
    """Dropped during the run, asyncio's hook closes it in a task; at the end, the loop."""
    closed = []

    async def generate(name):
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.append(name)

    kept = []

    async def main():
        async for _ in generate("dropped"):
            break
        await asyncio.sleep(1)
        assert closed == ["dropped"]
        generator = generate("kept")
        kept.append(generator)
        await anext(generator)

    aftermath = run(main())
    assert aftermath.ending == Returned(value=None)
    assert closed == ["dropped", "kept"]
    assert (aftermath.alive, aftermath.unretrieved, aftermath.never_awaited) == ((), (), ())


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


VARIABLE = ContextVar("VARIABLE", default="default")


def test_main_runs_in_an_empty_context_and_leaves_nothing_in_the_callers():
    async def main():
        seen = VARIABLE.get(), len(copy_context())
        VARIABLE.set("of main")
        await asyncio.create_task(asyncio.sleep(0))
        return seen

    VARIABLE.set("of the caller")
    for _ in range(2):
        assert returned(main()) == ("default", 0)
    assert VARIABLE.get() == "of the caller"


def test_callbacks_of_external_events_run_in_the_context_in_which_they_were_added():
    async def main():
        VARIABLE.set("of main")
        point, seen = asyncio.get_running_loop().external_event("p"), []
        point.add_done_callback(lambda _: seen.append(VARIABLE.get()))
        VARIABLE.set("later")
        await point
        await asyncio.sleep(0)
        return seen

    assert returned(main()) == ["of main"]


def test_the_ending_of_main_is_reported():
    async def fails(error):
        raise error

    async def cancelled():
        asyncio.current_task().cancel()
        await asyncio.sleep(0)

    for error in (ValueError("why"), KeyboardInterrupt(), SystemExit(3), GeneratorExit()):
        ending = run(fails(error)).ending
        assert isinstance(ending, Raised)
        assert ending.error is error
    ending = run(cancelled()).ending
    assert isinstance(ending, Raised)
    assert isinstance(ending.error, asyncio.CancelledError)


def test_an_interpreter_exit_in_another_task_ends_the_run():
    """As with `asyncio.run`: it leaves the loop at once; remaining tasks are cancelled, and end."""
    seen = []

    async def fails():
        raise SystemExit(3)

    async def cleans_up(name):
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(1)
            seen.append(name)

    async def main():
        tasks = [asyncio.create_task(cleans_up("task")), asyncio.create_task(fails())]
        await cleans_up("main")
        seen.append(tasks)

    aftermath = run(main())
    assert isinstance(aftermath.ending, Raised)
    assert isinstance(aftermath.ending.error, SystemExit)
    assert sorted(seen) == ["main", "task"]
    assert aftermath.alive == ()


def test_what_hangs_after_an_interpreter_exit_hangs():
    """`asyncio.run` waits for it, too."""

    async def fails():
        raise KeyboardInterrupt

    async def main():
        task = asyncio.create_task(fails())
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.Future()
            task.cancel()

    assert isinstance(run(main()).ending, Deadlock)


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


def test_stopping_the_loop_is_an_error_as_in_asyncio():
    async def main():
        asyncio.get_running_loop().stop()
        await asyncio.sleep(5)

    ending = run(main()).ending
    assert isinstance(ending, Raised)
    assert "stopped before" in str(ending.error)


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
    assert isinstance(simulate(SimulatedLoop(), main()).ending, Returned)


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


def test_a_finished_loop_runs_no_more():
    loop = SimulatedLoop()
    returned(asyncio.sleep(0), loop)
    loop.close()
    coroutine = asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="closed"):
        simulate(loop, coroutine)
    coroutine.close()


def test_debug_mode_is_off_whatever_the_environment_says(monkeypatch):
    """It would report slow callbacks, by the wall clock."""
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")

    async def main():
        return asyncio.get_running_loop().get_debug()

    assert returned(main()) is False


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
