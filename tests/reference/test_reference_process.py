"""Odd sources, odd errors and shutdown, for `process_concurrently` and `execute_concurrently`."""

import asyncio
from contextvars import ContextVar

import pytest
from haiway_reference import ctx
from reference_programs import (
    Calls,
    FalsyError,
    Items,
    fail,
    forever,
    requests,
    settled,
    ticks,
)

setting: ContextVar[str] = ContextVar("setting", default="unset")


class Endless:
    def __init__(self):
        self.read = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.read += 1
        return self.read


class NoAclose:
    """An asynchronous iterator with `__anext__` only."""

    def __init__(self, items, end=None):
        self.items = list(items)
        self.end = end

    async def __anext__(self):
        await asyncio.sleep(0)
        if self.items:
            return self.items.pop(0)
        if self.end is not None:
            return await self.end()
        raise StopAsyncIteration


class Iterable:
    def __init__(self, iterator):
        self.iterator = iterator

    def __aiter__(self):
        return self.iterator

    def __bool__(self):
        raise AssertionError("a source is not asked whether it is true")


@pytest.mark.parametrize("suspends", [False, True])
def test_an_endless_source_ends_by_failure(run_both, helper, suspends):
    async def main():
        source = Endless()
        error = FalsyError()

        async def handler(element):
            if suspends:
                await asyncio.sleep(0)
            if element == 5:
                raise error

        with pytest.raises(FalsyError) as caught:
            await helper(source, handler)
        assert caught.value is error
        assert caught.value.__cause__ is None
        assert source.read <= 7

    run_both(main)


def test_an_endless_source_ends_by_cancellation(run_both, helper):
    async def main():
        async def handler(element):
            pass  # an eager call ends without suspending, and yet other tasks must get a turn

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await helper(Endless(), handler, limit=5)
        assert requests() == 0
        await ticks(3)

    run_both(main)


def test_odd_errors_of_sources_are_raised_themselves(run_both, helper):
    async def main():
        class Odd:
            def __iter__(self):
                return self

            def __next__(self):
                raise StopAsyncIteration("from a synchronous source")

        with pytest.raises(StopAsyncIteration, match="synchronous"):
            await helper(Odd(), Calls())
        with pytest.raises(StopAsyncIteration, match="handler"):
            await helper([1], lambda _: fail(StopAsyncIteration("from a handler")))
        with pytest.raises(RuntimeError, match="StopIteration"):
            await helper([1], lambda _: fail(StopIteration()))
        with pytest.raises(TypeError, match="iterable"):
            await helper(5, Calls())

    run_both(main)


def test_a_source_without_aclose_may_be_left(run_both, helper):
    async def main():
        with pytest.raises(ValueError, match="end"):
            await helper(
                Iterable(NoAclose([1], end=forever)), lambda _: fail(ValueError("end"), after=3)
            )

    run_both(main)


def test_the_iterator_of_an_iterable_is_closed(run_both, helper):
    async def main():
        items = Items(1, 2, end=forever)
        with pytest.raises(ValueError, match="end"):
            await helper(Iterable(items()), lambda _: fail(ValueError("end")))
        assert items.closed == 1

    run_both(main)


@pytest.mark.parametrize("limit", [0, -1])
def test_an_invalid_limit_touches_nothing(run_both, helper, limit):
    class Untouched:
        def __getattribute__(self, name):
            raise AssertionError(f"the source was touched: {name}")

    async def main():
        with pytest.raises(ValueError, match="concurrent_tasks"):
            await helper(Untouched(), Calls(), limit=limit)

    run_both(main)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit()])
@pytest.mark.parametrize("where", ["handler", "source"])
@pytest.mark.parametrize("tolerant", [False, True])
def test_the_interpreters_exit_leaves_the_loop(helper, error, where, tolerant):
    ended = []

    async def source():
        yield 1
        yield 2
        if where == "source":
            await asyncio.sleep(0)
            raise error
        await forever()

    async def handler(element):
        if element == 2 and where == "handler":
            await asyncio.sleep(0)
            raise error
        try:
            await forever()
        finally:
            await asyncio.sleep(0)
            ended.append(element)

    with pytest.raises(type(error)) as caught:
        asyncio.run(helper(source(), handler, limit=3, tolerant=tolerant))
    assert caught.value is error
    if where == "source" or not tolerant:
        # A tolerant helper cancels its calls after the runner has done so, which may interrupt
        # their clean-ups.
        assert sorted(ended) == ([1] if where == "handler" else [1, 2])


def test_a_helper_whose_own_tasks_are_cancelled_ends(run_both, helper):
    """All tasks of the loop are cancelled one by one, as at a shutdown."""

    async def main():
        others = asyncio.all_tasks()
        task = asyncio.create_task(helper(Items(1, end=forever)(), lambda _: forever()))
        await settled()
        for each in asyncio.all_tasks() - others:
            each.cancel()
            await ticks(2)
        with pytest.raises(asyncio.CancelledError):
            await task

    run_both(main)


def test_a_stream_as_source_is_closed(run_program, helper):
    async def main():
        items = Items(1, 2, end=forever)
        async with ctx.scope("scope"):
            with pytest.raises(ValueError, match="end"):
                await helper(ctx.stream(items), lambda _: fail(ValueError("end"), after=2))
            assert items.closed == 1

    run_program(main)
