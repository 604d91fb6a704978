"""Error messages of scopes, and scopes that are left in another task."""

import asyncio

import pytest
from haiway_reference import State, ctx
from reference_programs import fail, forever, requests, ticks


class Name(State):
    value: str = "none"


async def ends_slowly(ended):
    try:
        await forever()
    finally:
        await ticks(5)
        ended.append(asyncio.current_task())


def test_a_spawn_from_a_clean_up_is_refused_and_its_function_not_called(run_program):
    async def main():
        called, refused = [], []

        async def late():
            called.append(1)

        async def spawns_late():
            try:
                await forever()
            finally:
                with pytest.raises(RuntimeError, match="is exiting"):
                    ctx.spawn(late)
                await ticks(2)
                with pytest.raises(RuntimeError, match="is exiting"):
                    ctx.spawn(late)
                refused.append(1)

        async with ctx.scope("scope"):
            ctx.spawn(spawns_late)
            await ticks(1)
        assert (called, refused) == ([], [1])

    run_program(main)


def test_entering_twice_is_an_error_that_leaves_the_first_use_intact(run_program):
    async def main():
        ended = []
        scope = ctx.scope("once", Name(value="first"))
        async with scope:
            task = ctx.spawn(ends_slowly, ended)
            await ticks(1)
            with pytest.raises(RuntimeError, match="entered only once"):
                async with scope:
                    pass
            assert ctx.state(Name).value == "first"
            assert not task.done()
        assert ended == [task]
        with pytest.raises(RuntimeError, match="entered only once"):
            async with scope:
                pass

    run_program(main)


@pytest.mark.parametrize("failing", [False, True])
def test_exit_in_another_task_than_enter(run_program, failing):
    """The scope ends as usual (scopes/foreign-exit)."""

    async def main():
        scope = ctx.scope("foreign", Name(value="foreign"))
        ended, tasks = [], []

        async def enter():
            await scope.__aenter__()
            tasks.append(ctx.spawn(ends_slowly, ended))
            if failing:
                tasks.append(ctx.spawn(fail, ValueError()))

        await asyncio.create_task(enter())
        await ticks(3)
        try:
            await scope.__aexit__(None, None, None)
        except* ValueError:
            assert failing
        assert ended == tasks[:1]
        assert requests() == 0

    run_program(main)


def test_an_async_generator_fixture_may_hold_a_scope_closed_elsewhere(run_program):
    async def main():
        async def hold():
            async with ctx.scope("held", Name(value="held")):
                ctx.spawn(forever)
                yield 1

        generator = hold()
        await asyncio.create_task(anext(generator))
        await asyncio.create_task(generator.aclose())
        with pytest.raises(RuntimeError, match="scope"):
            ctx.trace_id()

    run_program(main)


def test_a_task_that_exits_the_scope_of_another_leaves_nothing_current_behind(run_program):
    async def main():
        scope = ctx.scope("foreign")
        await scope.__aenter__()

        async def leave():
            assert ctx.trace_id()
            await scope.__aexit__(None, None, None)
            with pytest.raises(RuntimeError, match="scope"):
                ctx.trace_id()

        await asyncio.create_task(leave())
        with pytest.raises(RuntimeError, match="takes no more tasks"):
            ctx.spawn(forever)

    run_program(main)
