"""What `ctx.stream` promises."""

# ruff: noqa: PT012 - what is expected to raise is often an `async with` block

import asyncio
import gc
import weakref
from contextlib import aclosing
from contextvars import ContextVar

import pytest
from haiway_reference import State, ctx
from reference_programs import FalsyError, Items, forever, requests, settled, ticks

setting: ContextVar[str] = ContextVar("setting", default="unset")


@pytest.mark.parametrize("pause", [0, 1, 3])
def test_every_item_once_in_order_as_the_same_object(run_program, pause):
    async def main():
        given = [None, 0, "", [], object(), StopAsyncIteration(), ValueError()]
        async with ctx.scope("scope"):
            got = [item async for item in ctx.stream(Items(*given, pause=pause))]
            assert len(got) == len(given)
            assert all(one is other for one, other in zip(got, given, strict=True))

    run_program(main)


def test_arguments_arrive_as_given(run_program):
    async def main():
        async def source(*args, **kwargs):
            yield args, kwargs

        async with ctx.scope("scope"):
            stream = ctx.stream(source, 1, None, source="s", self=0, sources=3)
            assert await anext(stream) == ((1, None), {"source": "s", "self": 0, "sources": 3})

    run_program(main)


def test_the_end_is_said_again_and_again(run_program):
    async def main():
        async with ctx.scope("scope"):
            for items in (Items(), Items(1)):
                stream = ctx.stream(items)
                async for _ in stream:
                    pass
                for _ in range(3):
                    with pytest.raises(StopAsyncIteration):
                        await anext(stream)
                assert items.closed == 1

    run_program(main)


def test_both_sides_keep_their_context(run_program):
    class Given(State):
        value: int

    async def main():
        seen = []
        owners = []

        async def spawned(which):
            owners.append((which, ctx.trace_id(), ctx.state(Given).value))

        async def source(which):
            assert ctx.variable(str) is None
            token = setting.set(which)
            ctx.variable(which)
            for _ in range(3):
                yield None
                assert setting.get() == ctx.variable(str) == which, "over all steps"
                seen.append((which, asyncio.current_task(), ctx.state(Given).value))
            setting.reset(token)

        async with ctx.scope("outer", Given(value=1)):
            setting.set("creator")
            ctx.variable("creator")
            first = ctx.stream(source, "first")
            async with ctx.scope("inner", Given(value=2)):
                setting.set("consumer")
                ctx.variable("consumer")
                second = ctx.stream(source, "second")
                for _ in range(4):
                    await anext(first, None)
                    await anext(second, None)
                    assert setting.get() == ctx.variable(str) == "consumer"
                    assert ctx.state(Given).value == 2
                    task = ctx.spawn(spawned, "loop")
                await task
            assert ctx.variable(str) == "creator"
            assert task.done()
        assert {value for which, _, value in seen if which == "first"} == {1}
        assert {value for which, _, value in seen if which == "second"} == {2}
        assert len({task for _, task, _ in seen}) == 2, "one task for the life of each"
        assert {value for _, _, value in owners} == {2}

    run_program(main)


def test_what_the_loop_spawns_is_the_consumers(run_program):
    async def main():
        async with ctx.scope("outer"):
            stream = ctx.stream(Items(1, 2, 3))
            async with ctx.scope("inner"):
                async for _ in stream:
                    inner = ctx.spawn(forever)
                    break
            assert inner.cancelled()
            outer = ctx.spawn(forever)
            await anext(stream)
            assert not outer.done()

    run_program(main)


def test_a_record_of_the_generator_identifies_the_creators_scope(run_program, caplog):
    async def main():
        async def source():
            ctx.log_error("from the generator")
            yield

        async with ctx.scope("creator"):
            stream = ctx.stream(source)
            async with ctx.scope("consumer"):
                await anext(stream)

    run_program(main)
    assert [record.scope.name for record in caplog.records] == ["creator"]


def test_any_task_may_consume(run_program):
    async def main():
        async def consume(stream):
            return [item async for item in stream]

        async with ctx.scope("scope"):
            stream = ctx.stream(Items(1, 2, 3))
            assert await anext(stream) == 1
            assert await ctx.spawn(consume, stream) == [2, 3]

    run_program(main)


@pytest.mark.parametrize(
    "error", [ValueError(), FalsyError(), asyncio.CancelledError(), GeneratorExit()]
)
def test_a_failure_reaches_the_consumer_after_all_items(run_program, error):
    async def main():
        async with ctx.scope("scope"):
            got = []
            with pytest.raises(type(error)) as caught:
                async for item in ctx.stream(Items(1, 2, end=error)):
                    got.append(item)
                    await ticks(3)
            assert caught.value is error
            assert caught.value.__cause__ is None
            assert got == [1, 2]
            await ticks(5)
            assert requests() == 0
            await ctx.spawn(asyncio.sleep, 0)

    run_program(main)


def test_odd_ends_are_failures(run_program):
    async def main():
        async def source(error):
            yield 1
            raise error

        async with ctx.scope("scope"):
            for error in (StopAsyncIteration(), StopIteration()):
                stream = ctx.stream(source, error)
                assert await anext(stream) == 1
                with pytest.raises(RuntimeError, match="raised Stop"):
                    await anext(stream)
                with pytest.raises(StopAsyncIteration):
                    await anext(stream)

    run_program(main)


def test_the_generator_runs_on_request_only(run_program):
    async def main():
        items = Items(*range(10))
        async with ctx.scope("scope"):
            stream = ctx.stream(items)
            await settled()
            assert items.read == []
            for count in range(1, 5):
                await anext(stream)
                await settled()
                assert len(items.read) == count
        assert items.closed == 1

    run_program(main)


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


def test_a_task_may_read_in_its_clean_up(run_program):
    async def main():
        got = []

        async def task(stream):
            try:
                await forever()
            finally:
                got.extend([item async for item in stream])
                got.extend([item async for item in ctx.stream(Items(3, 4))])

        async with ctx.scope("scope"):
            ctx.spawn(task, ctx.stream(Items(1, 2)))
            await settled()
        assert got == [1, 2, 3, 4]

    run_program(main)


def test_aclose_closes_at_once(run_program):
    async def main():
        async with ctx.scope("scope"):
            for read in range(3):
                items = Items(*range(5))
                async with aclosing(ctx.stream(items)) as stream:
                    for _ in range(read):
                        await anext(stream)
                assert items.closed == (1 if read else 0)
                with pytest.raises(StopAsyncIteration):
                    await anext(stream)
                await stream.aclose()

    run_program(main)


def test_aclose_answers_a_pending_request(run_program):
    async def main():
        async with ctx.scope("scope"):
            items = Items(1, end=forever)
            stream = ctx.stream(items)
            assert await anext(stream) == 1
            pending = asyncio.create_task(stream.__anext__())
            await settled()
            await stream.aclose()
            assert items.closed == 1
            with pytest.raises(StopAsyncIteration):
                await pending

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


@pytest.mark.parametrize("wait", range(1, 7))
def test_a_cancelled_wait_loses_no_item(run_program, wait):
    async def main():
        async with ctx.scope("scope"):
            items = Items(*range(6), pause=2)
            stream = ctx.stream(items)
            got = []
            while True:
                task = asyncio.create_task(stream.__anext__())
                await ticks(wait)
                task.cancel()
                try:
                    got.append(await task)
                except asyncio.CancelledError:
                    await ticks(1)
                except StopAsyncIteration:
                    break
            assert got == list(range(6))

    run_program(main)


def test_timeouts_around_each_wait(run_program):
    async def main():
        async def source():
            for item in range(3):
                await asyncio.sleep(10)
                yield item

        async with ctx.scope("scope"):
            stream = ctx.stream(source)
            got = []
            timeouts = 0
            while len(got) < 3:
                try:
                    async with asyncio.timeout(3):
                        got.append(await anext(stream))
                except TimeoutError:
                    timeouts += 1
                assert requests() == 0
            assert got == [0, 1, 2]
            assert timeouts == 9

    run_program(main)


def test_a_failure_that_was_not_delivered_is_not_lost(run_program):
    """The consumer is cancelled while the stream that has failed is closed."""

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


def test_a_cancelled_consumer_leaves_the_generator_to_the_scope(run_program):
    async def main():
        items = Items(1, end=forever)

        async def consume():
            async with ctx.scope("scope"):
                async for _ in ctx.stream(items):
                    pass

        task = asyncio.create_task(consume())
        await settled()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert items.closed == 1

    run_program(main)


def test_an_unused_stream(run_program):
    async def main():
        async with ctx.scope("scope"):
            ctx.stream(Items(1))
            stream = ctx.stream(Items(1))
        with pytest.raises(StopAsyncIteration):
            await anext(stream)

    run_program(main)


def test_requests_after_the_scope_end_promptly(run_program):
    async def main():
        async with ctx.scope("outer"):
            async with ctx.scope("inner"):
                silent = ctx.stream(Items(end=forever))
                pending = asyncio.create_task(silent.__anext__())
                ready = ctx.stream(Items(1, 2))
                await anext(ready)
                await settled()
            for request in (pending, silent.__anext__(), ready.__anext__()):
                with pytest.raises(StopAsyncIteration):
                    await request

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
    """streams/clean-up-error leaves it open; neither the consumer nor the exit gets them."""

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


def test_streams_are_independent(run_program):
    async def main():
        async def consume(stream, limit):
            got = []
            try:
                async for item in stream:
                    got.append(item)
                    if len(got) == limit:
                        break
            except ValueError:
                got.append("failed")
            return got

        async with ctx.scope("scope"):
            sources = [
                Items(*range(5)),
                Items(*range(5), pause=3),
                Items(0, end=ValueError()),
                Items(*range(9)),
                Items(end=forever),
            ]
            limits = [9, 9, 9, 2, 9]
            streams = [ctx.stream(source) for source in sources]
            tasks = [ctx.spawn(consume, *each) for each in zip(streams, limits, strict=True)]
            got = await asyncio.gather(*tasks[:4])
            assert got == [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, "failed"], [0, 1]]
        assert [source.closed for source in sources] == [1] * 5

    run_program(main)


def test_a_generator_that_cancels_its_task(run_program):
    async def main():
        async def source():
            yield 1
            ctx.cancel()
            await forever()

        async with ctx.scope("scope"):
            stream = ctx.stream(source)
            assert await anext(stream) == 1
            with pytest.raises(asyncio.CancelledError):
                await anext(stream)
            assert requests() == 0
            await ticks(3)

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


def test_no_cycles_and_nothing_kept(run_program):
    async def main():
        async def source():
            yield 1
            raise FalsyError

        gc.collect()
        gc.disable()
        try:
            async with ctx.scope("scope"):
                stream = ctx.stream(source)
                alive = [weakref.ref(stream)]
                try:
                    async for _ in stream:
                        pass
                except FalsyError as error:
                    alive.append(weakref.ref(error))
                del stream
                await ticks(2)
                assert alive[0]() is None
            assert alive[1]() is None
        finally:
            gc.enable()

    run_program(main)
