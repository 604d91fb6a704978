"""What `process_concurrently` and `execute_concurrently` promise, and what only the former."""

# ruff: noqa: PT012 - what is expected to raise is often an `async with` block

import asyncio
import gc
import logging
import weakref
from contextlib import aclosing
from contextvars import ContextVar

import pytest
from haiway_reference import State, ctx
from haiway_reference.helpers.concurrent import process_concurrently
from reference_programs import (
    Calls,
    FalsyError,
    Items,
    fail,
    forever,
    requests,
    settled,
    surfaced,
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
    """An asynchronous iterator without more than it has to have, and not itself iterable."""

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


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_each_element_once_in_order_within_the_limit(run_both, helper, limit):
    async def main():
        running = 0
        peak = 0
        seen = []

        async def handler(element):
            nonlocal running, peak
            running += 1
            peak = max(peak, running)
            seen.append(element)
            await ticks(element % 3)
            running -= 1

        elements = list(range(7))
        for source in (elements, iter(elements), Items(*elements)(), Items(*elements, pause=2)()):
            seen.clear()
            await helper(source, handler, limit=limit)
            assert seen == elements
            assert running == 0
        assert peak <= limit
        for empty in ([], Items()(), Iterable(NoAclose([]))):
            await helper(empty, handler, limit=limit)
        assert seen == elements

    run_both(main)


def test_the_limit_is_kept_and_reached_whatever_ends_together(run_both, helper):
    async def main():
        calls = Calls()
        task = asyncio.create_task(helper(range(9), calls, limit=3))
        await settled()
        assert list(calls.waiting) == [0, 1, 2]
        calls.end(0, 2)
        await settled()
        assert list(calls.waiting) == [1, 3, 4], "the places of both are taken, and 1 goes on"
        calls.end(1, 3, 4)
        await settled()
        assert list(calls.waiting) == [5, 6, 7]
        calls.end(5, 6, 7)
        await settled()
        calls.end(8)
        await task
        assert calls.begun == list(range(9))

    run_both(main)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_the_source_is_not_read_ahead(run_both, helper, asynchronous):
    async def main():
        calls = Calls()
        read = []

        def source():
            for element in range(100):
                read.append(element)
                assert len(read) <= len(calls.ended) + 2 + 1
                yield element

        async def asynchronous_source():
            for element in source():
                yield element

        task = asyncio.create_task(
            helper(asynchronous_source() if asynchronous else source(), calls)
        )
        for element in range(10):
            await settled()
            calls.end(element)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(read) <= 13

    run_both(main)


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
            pass  # an eager call ends without suspending: others must get their turn all the same

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await helper(Endless(), handler, limit=5)
        assert requests() == 0
        await ticks(3)

    run_both(main)


@pytest.mark.parametrize("error", [ValueError(), FalsyError(), GeneratorExit()])
@pytest.mark.parametrize("silent", [False, True])
def test_the_first_failure_ends_it_and_is_raised_itself(run_both, helper, error, silent):
    async def main():
        calls = Calls()
        source = Items(1, 2, end=forever) if silent else Items(1, 2, 3, 4)

        async def caller():
            with pytest.raises(type(error)) as caught:
                await helper(source(), calls, limit=3)
            assert caught.value is error
            assert caught.value.__cause__ is None
            assert requests() == 0
            await ticks(3)

        task = asyncio.create_task(caller())
        await settled()
        calls.fail(2, error)
        await task
        assert calls.cancelled == ([1] if silent else [1, 3])
        assert 4 not in calls.begun
        assert source.closed == 1, "process/source-closed"

    run_both(main)


def test_a_clean_up_is_awaited_and_its_errors_do_not_replace_the_failure(run_both, helper):
    async def main():
        error = ValueError("first")
        cleaned = []

        async def source():
            try:
                yield "slow"
                yield "fails"
                await forever()
            finally:
                await ticks(3)
                cleaned.append("source")
                raise OSError("in the source's clean-up")

        async def handler(element):
            if element == "fails":
                await ticks(3)
                raise error
            try:
                await forever()
            finally:
                await ticks(5)
                cleaned.append(element)
                raise KeyError("in the handler's clean-up")

        with pytest.raises(ValueError, match="first") as caught:
            await helper(source(), handler, limit=2)
        assert caught.value is error
        assert sorted(cleaned) == ["slow", "source"]

    run_both(main)


def test_two_failures_in_one_tick_raise_the_first(run_both, helper):
    async def main():
        calls = Calls()
        error = ValueError()
        task = asyncio.create_task(helper(range(5), calls, limit=2))
        await settled()
        calls.fail(0, error)
        calls.fail(1, KeyError())
        with pytest.raises(ValueError, match=r"^$") as caught:
            await task
        assert caught.value is error
        assert calls.begun == [0, 1]

    run_both(main)


def test_a_failure_as_the_place_is_taken_lets_nothing_begin(run_both, helper):
    """One call ends and another fails in the same tick: the free place stays free."""

    async def main():
        calls = Calls()
        task = asyncio.create_task(helper(range(5), calls, limit=2))
        await settled()
        calls.end(0)
        calls.fail(1, OSError())
        with pytest.raises(OSError, match=r"^$"):
            await task
        assert [each for each in calls.begun if each not in calls.cancelled] in ([0, 1], [0, 1, 2])

    run_both(main)


def test_failures_stay_inside(run_program, helper):
    async def main():
        async with ctx.scope("scope"):
            with pytest.raises(ValueError, match="handled"):
                await helper([1, 2], lambda _: fail(ValueError("handled"), after=1))
            await helper([1, 2], lambda _: fail(ValueError(), after=1), tolerant=True)
            await ticks(5)
            assert requests() == 0
            assert await ctx.spawn(asyncio.sleep, 0, "still open") == "still open"

    run_program(main)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("error", [ValueError(), FalsyError(), asyncio.CancelledError("mine")])
def test_a_failing_source_ends_it(run_both, helper, asynchronous, error):
    async def main():
        calls = Calls()

        def source():
            yield 1
            raise error

        given = Items(1, end=error) if asynchronous else source

        async def caller():
            with pytest.raises(type(error)) as caught:
                await helper(given(), calls, tolerant=True)
            assert caught.value is error
            assert requests() == 0

        await asyncio.create_task(caller())
        assert calls.cancelled == calls.begun

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


def test_a_source_that_ignores_the_request_begins_nothing(run_both, helper):
    async def main():
        calls = Calls()
        closed = []

        async def source():
            yield 1
            try:
                try:
                    await forever()
                except asyncio.CancelledError:
                    yield 2
            finally:
                await asyncio.sleep(0)
                closed.append(True)

        task = asyncio.create_task(helper(source(), calls))
        await settled()
        calls.fail(1, ValueError())
        with pytest.raises(ValueError, match=r"^$"):
            await task
        assert calls.begun == [1]
        assert closed == [True]

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


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("tolerant", [False, True])
def test_a_cancelled_caller_leaves_after_everything(run_both, helper, silent, tolerant):
    async def main():
        ended = []

        async def handler(element):
            try:
                await forever()
            finally:
                await ticks(10)
                ended.append(element)

        source = Items(1, 2, end=forever) if silent else Items(1, 2, 3)
        task = asyncio.create_task(helper(source(), handler, limit=3, tolerant=tolerant))
        await settled()
        task.cancel()
        await ticks(2)
        task.cancel()
        await ticks(2)
        assert not task.done(), "a second request abandons nothing"
        with pytest.raises(asyncio.CancelledError):
            await task
        assert sorted(ended) == ([1, 2] if silent else [1, 2, 3])
        assert source.closed == 1

    run_both(main)


def test_a_caller_cancelled_before_anything_begins(run_both, helper):
    async def main():
        async def caller():
            asyncio.current_task().cancel()
            await helper([1], Calls())

        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(caller())

    run_both(main)


def test_a_request_at_the_very_end_is_not_swallowed(run_both, helper):
    async def main():
        for wait in range(8):
            task = asyncio.create_task(helper([1], lambda _: ticks(2)))
            await ticks(wait)
            if task.done():
                break
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            raise AssertionError("the helper ends some time")

    run_both(main)


@pytest.mark.parametrize("count", [1, 2])
def test_of_failures_that_meet_a_request_one_leaves_and_it_stays_pending(run_both, helper, count):
    """cancellation/simultaneous: the caller can go on, and is then cancelled."""

    async def main():
        errors = [ValueError("first"), KeyError("second")][:count]

        async def handler(error):
            try:
                await forever()
            finally:
                raise error

        notes = []

        async def caller():
            try:
                await helper(errors, handler)
            except (ValueError, KeyError) as caught:
                notes.append(caught)
            assert requests() == 1
            await forever()

        task = asyncio.create_task(caller())
        await settled()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (caught,) = notes
        assert any(caught is error for error in errors)

    run_both(main)


def test_a_failure_in_a_cancelled_task_surfaces_from_the_scope(run_program, helper):
    """A helper in a task that its scope cancels: what a handler raises then is not lost."""

    async def main():
        error = ValueError()

        async def handler(_):
            try:
                await forever()
            finally:
                raise error

        with pytest.raises(ExceptionGroup) as caught:
            async with ctx.scope("scope"):
                ctx.spawn(helper, [1], handler)
                await settled()
        assert any(each is error for each in surfaced(caught.value))

    run_program(main)


def test_timeouts_compose(run_both, helper):
    async def main():
        async def outer():
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(5):
                    with pytest.raises(TimeoutError):
                        async with asyncio.timeout(1):
                            await helper(Items(1, end=forever)(), lambda _: forever())
                    assert requests() == 0
                    await helper([1], lambda _: forever())
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1), asyncio.timeout(1):
                    await helper([1], lambda _: forever())
            assert requests() == 0
            await ticks(3)

        await outer()

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


def test_handlers_have_the_callers_surroundings_and_their_own_context(run_program, helper):
    class Given(State):
        value: int

    async def main():
        seen = []
        spawned = []
        proceed = asyncio.Event()

        async def later(element):
            await proceed.wait()
            spawned.append(element)

        async def handler(element):
            seen.append((ctx.state(Given).value, ctx.trace_id(), ctx.variable(str), setting.get()))
            ctx.variable(f"handler {element}")
            setting.set(f"handler {element}")
            await asyncio.sleep(0)
            assert ctx.variable(str) == setting.get() == f"handler {element}"
            ctx.spawn(later, element)

        async def source():
            setting.set("source")
            yield 1
            yield 2

        async with ctx.scope("outer", Given(value=1)):
            setting.set("caller")
            ctx.variable("caller")
            task = ctx.spawn(forever)
            for each in ([1, 2], source()):
                seen.clear()
                await helper(each, handler)
                assert seen == [(1, ctx.trace_id(), None, "caller")] * 2
            assert ctx.variable(str) == setting.get() == "caller"
            assert not task.done()
            proceed.set()
            await settled()
        assert sorted(spawned) == [1, 1, 2, 2]

    run_program(main)


@pytest.mark.parametrize("how", ["raises", "cancels itself", "ctx.cancel"])
def test_a_handler_that_ends_cancelled_by_itself(run_both, helper, how):
    async def main():
        done = []

        async def handler(element):
            if element == 1:
                if how == "raises":
                    raise asyncio.CancelledError
                if how == "ctx.cancel":
                    ctx.cancel()
                    return
                asyncio.current_task().cancel()
                await forever()
            await ticks(2)
            done.append(element)

        await helper(range(4), handler, tolerant=True)
        assert done == [0, 2, 3]
        with pytest.raises(asyncio.CancelledError):
            await helper(range(4), handler)
        assert requests() == 0
        await ticks(3)

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
        # A tolerant helper asks for the end of its calls when the runner has done so already, and
        # that may interrupt their clean-ups.
        assert sorted(ended) == ([1] if where == "handler" else [1, 2])


def test_the_implementations_tasks_being_cancelled_hangs_nothing(run_both, helper):
    """Somebody cancels all tasks of the loop, one by one, as a shutdown does."""

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


def test_no_cycles_through_frames(run_both, helper):
    async def main():
        async def handler(_):
            await asyncio.sleep(0)
            raise FalsyError

        gc.collect()
        gc.disable()
        try:
            try:
                await helper([1, 2], handler)
            except FalsyError as error:
                alive = weakref.ref(error)
            await ticks(2)
            assert alive() is None
        finally:
            gc.enable()

    run_both(main)


def test_process_returns_none_and_logs_what_it_ignores(run_program, caplog):
    errors = [ValueError("0"), FalsyError(), ValueError("2")]

    async def main():
        async with ctx.scope("here"):
            done = await process_concurrently(
                [*errors, None],
                lambda each: fail(each, after=1) if each is not None else asyncio.sleep(0, 5),
                ignore_exceptions=True,
            )
            assert done is None

    run_program(main)
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 3
    assert {id(record.exc_info[1]) for record in caplog.records} == {id(each) for each in errors}
    assert {record.scope.name for record in caplog.records} == {"here"}


def test_a_handler_may_run_a_helper(run_both, helper):
    async def main():
        seen = []

        async def inner(element):
            await asyncio.sleep(0)
            seen.append(element)

        async def handler(element):
            await helper([element, element + 1], inner)

        await helper([0, 10], handler)
        assert sorted(seen) == [0, 1, 10, 11]

    run_both(main)


def test_a_generator_source_may_be_left_to_its_owner_at_its_end(run_both, helper):
    async def main():
        items = Items(1, 2)
        async with aclosing(items()) as source:
            await helper(source, lambda _: ticks(1))
            assert items.closed == 1

    run_both(main)
