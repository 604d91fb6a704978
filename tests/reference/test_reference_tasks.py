"""What `spawn` promises."""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio
from contextvars import ContextVar

import pytest
from haiway_reference import ctx
from reference_programs import fail, forever

setting: ContextVar[str] = ContextVar("setting", default="unset")


def test_every_awaiter_gets_the_same_object(run_program):
    async def main():
        given = object()

        async def function():
            await asyncio.sleep(0)
            return given

        async with ctx.scope("scope"):
            task = ctx.spawn(function)
            assert await task is given
            assert await task is given
            assert await asyncio.gather(task, task) == [given, given]
            assert await asyncio.shield(task) is given

    run_program(main)


def test_the_handle_works_with_asyncio(run_program):
    async def main():
        async def function(value):
            await asyncio.sleep(0)
            return value

        async with ctx.scope("scope"):
            tasks = [ctx.spawn(function, value) for value in range(3)]
            called = []
            tasks[0].add_done_callback(called.append)
            assert not tasks[0].done()
            done, pending = await asyncio.wait(tasks)
            assert {task.result() for task in done} == {0, 1, 2}
            assert not pending
            assert sorted([await task for task in asyncio.as_completed(tasks)]) == [0, 1, 2]
            assert called == [tasks[0]]
            assert tasks[0].exception() is None
            assert not tasks[0].cancelled()

    run_program(main)


def test_arguments_arrive_as_given(run_program):
    async def main():
        async def function(*args, **kwargs):
            return args, kwargs

        async with ctx.scope("scope"):
            got = await ctx.spawn(function, 1, None, function="f", self=0, context=2, name=3)
            assert got == ((1, None), {"function": "f", "self": 0, "context": 2, "name": 3})

    run_program(main)


def test_an_error_of_the_call_surfaces_at_spawn_after_one_call(run_program):
    async def main():
        calls = []
        error = ValueError("in the call")

        def function():
            calls.append(1)
            raise error

        async with ctx.scope("scope"):
            with pytest.raises(ValueError, match="in the call") as caught:
                ctx.spawn(function)
        assert caught.value is error
        assert calls == [1]

    run_program(main)


@pytest.mark.parametrize("given", [None, 5, iter([])])
def test_a_function_that_gives_no_coroutine_is_refused(run_program, given):
    async def main():
        async with ctx.scope("scope"):
            with pytest.raises(TypeError, match="coroutine"):
                ctx.spawn(lambda: given)

    run_program(main)


def test_tasks_meet_at_a_barrier(run_program):
    async def main():
        barrier = asyncio.Barrier(5)
        async with ctx.scope("scope"):
            met = await asyncio.gather(*(ctx.spawn(barrier.wait) for _ in range(5)))
        assert sorted(met) == [0, 1, 2, 3, 4]

    run_program(main)


def test_context_variables_are_copied_at_spawn(run_program):
    async def main():
        async def function(own):
            before = setting.get()
            setting.set(own)
            await asyncio.sleep(0)
            return before, setting.get()

        setting.set("spawner")
        async with ctx.scope("scope"):
            first = ctx.spawn(function, "first")
            second = ctx.spawn(function, "second")
            setting.set("later")
            assert await first == ("spawner", "first")
            assert await second == ("spawner", "second")
            assert setting.get() == "later"

    run_program(main)


def test_spawning_outside_of_a_scope_is_refused_without_a_call(run_program):
    async def main():
        with pytest.raises(RuntimeError, match="scope"):
            ctx.spawn(forever)

        async with ctx.scope("scope"):
            pass
        with pytest.raises(RuntimeError, match="scope"):
            ctx.spawn(forever)

    run_program(main)


def test_a_context_that_outlives_its_scope_cannot_spawn_into_it(run_program):
    """A plain task that still sees an ended scope gets an error, never a leaked task."""

    async def main():
        proceed = asyncio.Event()

        async def plain():
            await proceed.wait()
            with pytest.raises(RuntimeError, match="takes no more tasks"):
                ctx.spawn(forever)

        async with ctx.scope("scope"):
            task = asyncio.create_task(plain())
        proceed.set()
        await task

    run_program(main)


def test_a_task_factory_without_a_context_argument_works():
    async def main():
        loop = asyncio.get_running_loop()
        loop.set_task_factory(lambda loop, coroutine: asyncio.Task(coroutine, loop=loop))
        setting.set("spawner")

        async def function():
            return setting.get(), ctx.trace_id()

        async with ctx.scope("scope"):
            assert await ctx.spawn(function) == ("spawner", ctx.trace_id())
        loop.set_task_factory(None)

    asyncio.run(main())


def test_a_task_that_failed_gives_its_awaiter_no_value(run_program):
    async def main():
        got = []

        async def awaiter(task):
            try:
                got.append(await task)
            except (ValueError, asyncio.CancelledError):
                return

        with pytest.raises(ExceptionGroup):
            async with ctx.scope("scope"):
                task = ctx.spawn(fail, ValueError(), after=2)
                ctx.spawn(awaiter, task)
                await awaiter(task)
        assert got == []

    run_program(main)
