"""What a scope ends, awaits and restores."""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio

import pytest
from haiway_reference import State, ctx
from reference_programs import fail, fail_when_cancelled, forever, requests, ticks


class Name(State):
    value: str = "none"


async def ends_slowly(ended):
    try:
        await forever()
    finally:
        await ticks(5)
        ended.append(asyncio.current_task())


def test_exit_cancels_and_awaits_every_task(run_program):
    async def main():
        ended = []
        async with ctx.scope("scope"):
            tasks = [ctx.spawn(ends_slowly, ended) for _ in range(3)]
            await ticks(1)
        assert len(ended) == 3
        assert all(task.cancelled() for task in tasks)

    run_program(main)


def test_a_raising_body_cancels_and_awaits_every_task(run_program):
    async def main():
        ended = []
        error = ValueError("body")
        with pytest.raises(ValueError, match="body") as caught:
            async with ctx.scope("scope"):
                ctx.spawn(ends_slowly, ended)
                await ticks(1)
                raise error
        assert caught.value is error
        assert len(ended) == 1

    run_program(main)


def test_descendants_belong_to_the_scope(run_program):
    async def main():
        ended = []

        async def child(depth):
            if depth:
                ctx.spawn(child, depth - 1)
            await ends_slowly(ended)

        async with ctx.scope("scope"):
            ctx.spawn(child, 4)
            await ticks(10)
        assert len(ended) == 5

    run_program(main)


def test_a_task_that_ends_by_itself_while_the_exit_waits_for_it(run_program):
    async def main():
        async def swallows():
            try:
                await forever()
            except asyncio.CancelledError:
                await ticks(20)
                return "went on"

        async with ctx.scope("scope"):
            task = ctx.spawn(swallows)
            await ticks(1)
        assert task.result() == "went on"
        assert requests() == 0

    run_program(main)


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


def test_a_clean_up_can_use_a_scope_of_its_own(run_program):
    async def main():
        async def cleans_up():
            try:
                await forever()
            finally:
                async with ctx.scope("clean-up"):
                    await ctx.spawn(ticks, 3)
                done.append(1)

        done = []
        async with ctx.scope("scope"):
            ctx.spawn(cleans_up)
            await ticks(1)
        assert done == [1]

    run_program(main)


def test_tasks_of_the_inner_scope_end_with_it_and_the_outers_go_on(run_program):
    async def main():
        ended = []
        async with ctx.scope("outer"):
            outer = ctx.spawn(ends_slowly, ended)
            async with ctx.scope("inner"):
                inner = ctx.spawn(ends_slowly, ended)
                await ticks(1)
            assert ended == [inner]
            assert not outer.done()
            assert outer.cancelling() == 0

    run_program(main)


async def returns():
    pass


async def raises():
    raise ValueError


async def has_failing_task():
    ctx.spawn(fail, ValueError())
    await forever()


async def is_cancelled():
    ctx.cancel()
    await forever()


async def is_cancelled_in_exit():
    ctx.spawn(ends_slowly, [])
    await ticks(1)
    ctx.cancel()


@pytest.mark.parametrize(
    "way", [returns, raises, has_failing_task, is_cancelled, is_cancelled_in_exit]
)
def test_by_any_way_out_the_outer_scope_is_current_again(run_program, way):
    async def main():
        ended = []
        async with ctx.scope("outermost", Name(value="outermost")):
            trace = ctx.trace_id()
            try:
                async with ctx.scope("inner", Name(value="inner")):
                    await way()
            except BaseException:  # noqa: BLE001 - by whichever way
                for _ in range(requests()):
                    asyncio.current_task().uncancel()
            assert ctx.state(Name).value == "outermost"
            assert ctx.trace_id() == trace
            task = ctx.spawn(ends_slowly, ended)
            await ticks(1)
            assert not task.done()
        assert ended == [task]
        with pytest.raises(RuntimeError, match="scope"):
            ctx.spawn(forever)

    run_program(main)


def test_scopes_in_concurrent_tasks_are_independent(run_program):
    async def main():
        async def worker(name):
            async with ctx.scope(name, Name(value=name)):
                await ticks(2)
                seen = await ctx.spawn(look)
                await ticks(3)
                return seen, ctx.state(Name).value

        async def look():
            await ticks(1)
            return ctx.state(Name).value

        names = [f"worker {n}" for n in range(5)]
        got = await asyncio.gather(*(worker(name) for name in names))
        assert got == [(name, name) for name in names]

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
    """scopes/foreign-exit is MAY: here all ends."""

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


def test_one_request_from_exit_whatever_happens_meanwhile(run_program):
    """Failing siblings and requests during exit never cancel a task's clean-up again."""

    async def main():
        counts = []

        async def counts_requests():
            try:
                await forever()
            finally:
                for _ in range(10):
                    await ticks(1)
                counts.append(requests())

        async def run_scope():
            async with ctx.scope("scope"):
                ctx.spawn(counts_requests)
                ctx.spawn(counts_requests)
                ctx.spawn(fail_when_cancelled, ValueError("clean-up"))
                await ticks(1)

        task = asyncio.create_task(run_scope())
        await ticks(4)
        task.cancel()
        await ticks(1)
        task.cancel()
        with pytest.raises(ExceptionGroup) as caught:
            await task
        assert [str(e) for e in caught.value.exceptions] == ["clean-up"]
        assert counts == [1, 1]

    run_program(main)
