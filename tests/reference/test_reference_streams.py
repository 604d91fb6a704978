"""Choices of the reference for streams, and error messages."""

import asyncio
from contextvars import ContextVar

import pytest
from haiway_reference import ctx
from reference_programs import Items, forever, ticks

setting: ContextVar[str] = ContextVar("setting", default="unset")


@pytest.mark.parametrize("how", ["return", "raise", "cancel", "task fails"])
def test_the_scopes_exit_closes_a_stream_that_was_left(run_program, how):
    async def main():
        resource_closed = []

        class Resource:
            async def __aenter__(self):
                pass

            async def __aexit__(self, *error):
                resource_closed.append(items.closed)

        items = Items(1, 2, 3)
        task_ended = []

        async def task():
            try:
                await forever()
            finally:
                await ticks(3)
                task_ended.append(items.closed)

        async def body():
            async with ctx.scope("scope", disposables=[Resource()]):
                ctx.spawn(task)
                async for _ in ctx.stream(items):
                    break
                await ticks(3)
                if how == "raise":
                    raise ValueError("mine")
                if how == "cancel":
                    await forever()
                if how == "task fails":

                    async def failing():
                        raise ValueError("mine")

                    ctx.spawn(failing)
                    await forever()

        running = asyncio.create_task(body())
        await ticks(10)
        if how == "cancel":
            running.cancel()
        (outcome,) = await asyncio.gather(running, return_exceptions=True)
        assert type(outcome) is {
            "return": type(None),
            "raise": ValueError,
            "cancel": asyncio.CancelledError,
            "task fails": ExceptionGroup,
        }.get(how)
        assert items.closed == 1
        assert resource_closed == [1], "before the resources are exited"
        assert task_ended == [0], "after the tasks have ended"

    run_program(main)


def test_a_cancelled_aclose_is_finished(run_program):
    async def main():
        closed = []

        async def source():
            try:
                yield 1
            finally:
                await ticks(10)
                closed.append(True)

        async with ctx.scope("scope"):
            stream = ctx.stream(source)
            await anext(stream)
            task = asyncio.create_task(stream.aclose())
            await ticks(3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert closed == [True]

    run_program(main)


def test_a_failure_that_was_not_delivered_is_not_lost(run_program):
    """The consumer is cancelled while the failed stream closes its other source."""

    async def main():
        error = ValueError()

        async def other():
            try:
                yield 1
                await forever()
            finally:
                await ticks(5)

        from haiway_reference.helpers.concurrent import stream_concurrently

        async with ctx.scope("scope"):
            merged = stream_concurrently(other(), Items(end=error, pause=0)())
            assert await anext(merged) == 1
            task = asyncio.create_task(merged.__anext__())
            await ticks(4)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            with pytest.raises(ValueError, match=r"^$") as caught:
                await anext(merged)
            assert caught.value is error

    run_program(main)


def test_concurrent_requests_are_all_served(run_program):
    async def main():
        async with ctx.scope("scope"):
            stream = ctx.stream(Items(*range(4), pause=1))
            requested = [asyncio.create_task(stream.__anext__()) for _ in range(6)]
            got = await asyncio.gather(*requested, return_exceptions=True)
            assert sorted(got[:4]) == [0, 1, 2, 3]
            assert all(isinstance(each, StopAsyncIteration) for each in got[4:])

    run_program(main)


def test_errors_of_clean_ups_are_dropped(run_program):
    """Neither the consumer nor the exit of the scope raises them (streams/clean-up-error)."""

    async def main():
        async def failing(error):
            try:
                yield 1
                await forever()
            finally:
                raise error

        async def ignoring():
            while True:
                try:
                    yield 1
                    await forever()
                except asyncio.CancelledError:
                    pass

        pending = []

        async def ask(stream, *, again):
            await anext(stream)
            if again:
                pending.append(asyncio.create_task(anext(stream, None)))
            await ticks(3)

        async with ctx.scope("scope"):
            for again in (False, True):
                stream = ctx.stream(failing, ValueError(again))
                await ask(stream, again=again)
                await stream.aclose()
            await ask(ctx.stream(ignoring), again=True)
        assert await asyncio.gather(*pending) == [None, None]

    run_program(main)


def test_streams_need_a_scope(run_program):
    async def main():
        with pytest.raises(RuntimeError, match="scope"):
            ctx.stream(Items())
        proceed = asyncio.Event()

        async def later():
            await proceed.wait()
            with pytest.raises(RuntimeError, match="has exited"):
                ctx.stream(Items())

        async with ctx.scope("scope"):
            task = asyncio.create_task(later())
        proceed.set()
        await task

    run_program(main)


def test_what_a_generator_spawns_belongs_to_the_creators_scope(run_program):
    async def main():
        tasks = []

        async def source():
            tasks.append(ctx.spawn(forever))
            yield

        async with ctx.scope("outer"):
            async with ctx.scope("inner"):
                stream = ctx.stream(source)
                async with ctx.scope("consumer"):
                    await anext(stream)
                await stream.aclose()
                assert not tasks[0].done()
            assert tasks[0].cancelled()

    run_program(main)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit()])
def test_the_interpreters_exit(error):
    async def main():
        async with ctx.scope("scope"):
            async for _ in ctx.stream(Items(1, 2, end=error)):
                pass

    with pytest.raises(type(error)):
        asyncio.run(main())
