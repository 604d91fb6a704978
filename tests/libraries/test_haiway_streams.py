"""Plain programs that show where the streams and merges of haiway 0.48 violate a clause."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextvars import ContextVar
from functools import partial

import pytest
from deviation import deviation
from haiway import ctx, stream_concurrently
from test_haiway import one_and_then_silence, outcome

scope = partial(ctx.scope, isolated=True)


@deviation("streams/own-context")
async def test_the_consumer_sees_context_variables_that_the_generator_set() -> None:
    variable: ContextVar[str] = ContextVar("variable", default="unset")

    async def generator() -> AsyncGenerator[int]:
        variable.set("by the generator")
        yield 1

    async with scope("scope"):
        async for _ in ctx.stream(generator):
            assert variable.get() == "by the generator"


class Lines(logging.Handler):
    """Collects the names of the scopes that haiway writes into each line."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "here" in record.getMessage():
            self.scopes.append("inner" if "[inner]" in record.getMessage() else "another")


@deviation("streams/consumer-scope", "observability/log-scope", "observability/log-nested-scope")
async def test_the_body_of_a_loop_logs_in_the_scope_of_the_stream() -> None:
    async def generator() -> AsyncGenerator[int]:
        yield 1

    lines = Lines()
    logging.getLogger().addHandler(lines)
    async with scope("outer"):
        stream = ctx.stream(generator)
        async with scope("inner"):
            ctx.log_warning("here")
            async for _ in stream:
                ctx.log_warning("here")
    logging.getLogger().removeHandler(lines)
    # Both lines are of the scope "inner".
    assert lines.scopes == ["inner", "another"]


@deviation("streams/any-consumer")
async def test_a_stream_cannot_be_handed_to_another_task_once_it_was_read() -> None:
    async def generator() -> AsyncGenerator[int]:
        yield 1
        yield 2

    async def last(stream) -> None:
        async for _ in stream:
            pass

    with pytest.raises(asyncio.CancelledError) as raised:
        async with scope("scope"):
            stream = aiter(ctx.stream(generator))
            await anext(stream)
            await ctx.spawn(last, stream)
    assert "was created in a different Context" in str(raised.value.__cause__.exceptions[0])


@deviation("streams/early-stop", "streams/consumer-cancelled", "hygiene/generators-closed")
async def test_a_generator_stays_open_after_its_scope() -> None:
    seen = []

    async def generator() -> AsyncGenerator[int]:
        try:
            yield 1
        finally:
            seen.append("closed")

    async with scope("scope"):
        stream = aiter(ctx.stream(generator))
        async for _ in stream:
            break
    assert seen == []
    await stream.aclose()


@deviation("streams/after-scope")
async def test_a_request_for_an_item_waits_on_after_the_scope() -> None:
    async with scope("scope"):
        stream = aiter(ctx.stream(one_and_then_silence))
        await anext(stream)
    # It should have ended promptly, since the scope has.
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(stream), 0.001)
    await stream.aclose()


async def nothing() -> AsyncGenerator[str]:
    for _ in range(5):
        await asyncio.sleep(0)
    return
    yield


async def four(seen: list[str]) -> AsyncGenerator[str]:
    try:
        for each in "1234":
            yield each
    finally:
        seen.append("closed")


@deviation("merge/each-once")
async def test_an_element_is_dropped_when_the_other_source_ends() -> None:
    received = []
    async with scope("scope"):
        async for each in stream_concurrently(nothing(), four([])):
            received.append(each)
            await asyncio.sleep(0.001)
    # "2" was given some iterations before the other source ended.
    assert received == ["1"]


async def failure() -> AsyncGenerator[str]:
    for _ in range(5):
        await asyncio.sleep(0)
    raise ValueError
    yield


@deviation("merge/each-once", "merge/failure-closes")
async def test_an_element_is_dropped_when_the_other_source_fails_and_a_source_stays_open() -> None:
    received, seen = [], []
    source = four(seen)
    async with scope("scope"):
        with pytest.raises(ValueError):  # noqa: PT011 - it is the only one
            async for each in stream_concurrently(failure(), source):
                received.append(each)
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.001)
        # "2" was given some iterations before the failure, which should have closed its source.
        assert (received, seen) == (["1"], [])
    await source.aclose()


class FalsyError(Exception):
    """An exception whose truth value is false, as that of a class with `__len__` can be."""

    def __bool__(self) -> bool:
        return False


async def falsy_failure() -> AsyncGenerator[int]:
    raise FalsyError
    yield


@deviation("merge/failure", "merge/end")
async def test_a_failure_with_a_false_truth_value_is_never_raised() -> None:
    async with scope("scope"):
        merged = stream_concurrently(one_and_then_silence(), falsy_failure())
        assert await anext(merged) == 1
        # It should have raised `FalsyError`, but waits.
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(merged), 0.001)


@deviation("merge/sources")
async def test_a_merge_of_sources_that_end_at_once_fails_with_eager_tasks() -> None:
    async def nothing() -> AsyncGenerator[int]:
        return
        yield 1

    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with scope("scope"):
        merged = stream_concurrently(nothing(), nothing(), exhaustive=True)
        # It should have ended.
        with pytest.raises(NameError):
            await anext(merged)


@deviation("merge/own-context")
async def test_the_sources_of_a_merge_see_the_context_of_its_reader() -> None:
    variable: ContextVar[str] = ContextVar("variable", default="unset")

    async def source() -> AsyncGenerator[str]:
        yield variable.get()

    async def make() -> AsyncGenerator[str]:
        variable.set("of the maker")
        return stream_concurrently(source(), source(), exhaustive=True)

    async with scope("scope"):
        merged = await asyncio.create_task(make())
        assert [each async for each in merged] == ["unset", "unset"]


@deviation("merge/consumer-scope", "scopes/exit-awaits-tasks")
async def test_a_task_spawned_after_a_loop_over_a_merge_outlives_its_scope() -> None:
    async with scope("scope"):
        merged = stream_concurrently(one_and_then_silence(), one_and_then_silence())
        async for _ in merged:
            break
        # The loop has left the tasks of the merge current, so this one belongs to them.
        task = ctx.spawn(asyncio.sleep, 60)
    assert not task.done()
    task.cancel()


@deviation("hygiene/cancelling-balanced")
async def test_the_failure_of_such_a_task_cancels_the_scope_and_leaves_the_request() -> None:
    async def fails() -> None:
        raise ValueError

    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    task = asyncio.current_task()
    assert task is not None
    merged = stream_concurrently(one_and_then_silence(), one_and_then_silence())
    with pytest.raises(asyncio.CancelledError):
        async with scope("scope"):
            async for _ in merged:
                break
            ctx.spawn(fails)
            await asyncio.sleep(60)
    # The group of the merge has requested that, and takes it back only when the merge is closed.
    assert task.cancelling() == 1


@deviation("merge/early-stop", "merge/consumer-cancelled", "hygiene/no-orphans")
async def test_the_tasks_of_a_merge_outlive_its_scope() -> None:
    before = asyncio.all_tasks()

    async def runs_a_scope() -> None:
        async with scope("scope"):
            merges.append(stream_concurrently(one_and_then_silence(), one_and_then_silence()))
            async for _ in merges[0]:
                await asyncio.sleep(60)

    merges = []
    assert isinstance(await outcome(runs_a_scope()), asyncio.CancelledError)
    assert len(asyncio.all_tasks() - before) == 2


@deviation("hygiene/no-unretrieved")
async def test_an_error_of_a_merge_that_was_left_reaches_the_loop() -> None:
    reports = []
    asyncio.get_running_loop().set_exception_handler(lambda _, report: reports.append(report))
    before = asyncio.all_tasks()

    async def always_ready() -> AsyncGenerator[int]:
        while True:
            yield 1

    async def runs_a_scope() -> None:
        async with scope("scope"):
            merges.append(stream_concurrently(always_ready(), always_ready()))
            async for _ in merges[0]:
                break

    merges = []
    await asyncio.create_task(runs_a_scope())
    for task in asyncio.all_tasks() - before:  # as `asyncio.run` does at the end
        task.cancel()
    await asyncio.sleep(0.001)
    assert [type(each["exception"]) for each in reports] == [asyncio.InvalidStateError]
