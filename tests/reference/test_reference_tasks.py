"""Functions, scopes and task factories that `spawn` accepts or refuses."""

import asyncio
from contextvars import ContextVar

import pytest
from haiway_reference import ctx
from reference_programs import forever

setting: ContextVar[str] = ContextVar("setting", default="unset")


@pytest.mark.parametrize("given", [None, 5, iter([])])
def test_a_function_that_gives_no_coroutine_is_refused(run_program, given):
    async def main():
        async with ctx.scope("scope"):
            with pytest.raises(TypeError, match="coroutine"):
                ctx.spawn(lambda: given)

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
    """A plain task that still sees an ended scope cannot spawn into it."""

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
