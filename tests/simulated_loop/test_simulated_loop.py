"""The simulated loop is a real asyncio loop for the program that runs on it."""

import asyncio
from contextvars import ContextVar, copy_context

import pytest
from haiway_conformance.simulated_loop import (
    Deadlock,
    Raised,
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


def test_a_program_may_set_another_factory_and_the_one_before_again():
    async def main():
        loop, seen = asyncio.get_running_loop(), []

        async def work(name):
            seen.append(name)

        before = loop.get_task_factory()
        loop.set_task_factory(asyncio.eager_task_factory)
        eager = asyncio.create_task(work("eager"))
        assert loop.get_task_factory() is asyncio.eager_task_factory
        loop.set_task_factory(before)
        lazy = asyncio.create_task(work("lazy"))
        seen.append("created")
        await lazy
        return before, seen, {type(eager), type(lazy)}

    assert returned(main()) == (None, ["eager", "created", "lazy"], {SimulatedTask})


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


def test_stopping_the_loop_is_an_error_as_in_asyncio():
    async def main():
        asyncio.get_running_loop().stop()
        await asyncio.sleep(5)

    ending = run(main()).ending
    assert isinstance(ending, Raised)
    assert "stopped before" in str(ending.error)


def test_a_finished_loop_runs_no_more():
    loop = SimulatedLoop()
    returned(asyncio.sleep(0), loop)
    loop.close()
    coroutine = asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="closed"):
        run_simulated(loop, coroutine)
    coroutine.close()


def test_debug_mode_is_off_whatever_the_environment_says(monkeypatch):
    """It would report slow callbacks, by the wall clock."""
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")

    async def main():
        return asyncio.get_running_loop().get_debug()

    assert returned(main()) is False
