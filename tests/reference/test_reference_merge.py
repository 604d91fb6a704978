"""What `stream_concurrently` promises, beyond what streams do."""

# ruff: noqa: PERF401, PT012 - what is got before a failure is got one by one

import asyncio
from collections import Counter
from contextlib import aclosing
from contextvars import ContextVar

import pytest
from haiway_reference import State, ctx
from haiway_reference.helpers.concurrent import stream_concurrently
from reference_programs import FalsyError, Items, forever, requests, settled, ticks

setting: ContextVar[str] = ContextVar("setting", default="unset")


@pytest.mark.parametrize("pauses", [(0, 0), (0, 1), (2, 1), (3, 3)])
def test_every_element_once_in_the_order_of_its_source(run_both, pauses):
    async def main():
        given = [[("a", n) for n in range(5)], [("b", n) for n in range(7)]]
        sources = [Items(*each, pause=pause) for each, pause in zip(given, pauses, strict=True)]
        merged = stream_concurrently(sources[0](), sources[1](), exhaustive=True)
        got = [each async for each in merged]
        assert [each for each in got if each[0] == "a"] == given[0]
        assert [each for each in got if each[0] == "b"] == given[1]
        assert [source.closed for source in sources] == [1, 1]
        for _ in range(2):
            with pytest.raises(StopAsyncIteration):
                await anext(merged)

    run_both(main)


def test_an_element_is_delivered_though_the_other_source_is_silent(run_both):
    async def main():
        for silent_first in (True, False):
            sources = [Items(end=forever), Items(1, 2, 3, end=forever)]
            first, second = sources if silent_first else reversed(sources)
            async with aclosing(stream_concurrently(first(), second())) as merged:
                assert [await anext(merged) for _ in range(3)] == [1, 2, 3]
            assert [source.closed for source in sources] == [1, 1]

    run_both(main)


def test_falsy_elements_are_elements(run_both):
    async def main():
        given = [None, 0, "", StopAsyncIteration(), ValueError()]
        merged = stream_concurrently(Items(*given)(), Items(end=forever)())
        got = [await anext(merged) for _ in given]
        assert all(one is other for one, other in zip(got, given, strict=True))
        await merged.aclose()

    run_both(main)


def test_it_ends_with_the_first_source_or_the_last(run_both):
    async def main():
        for order in (1, -1):
            pair = [Items(1), Items(end=forever)][::order]
            assert [each async for each in stream_concurrently(pair[0](), pair[1]())] == [1]
            assert pair[0].closed == pair[1].closed == 1

        for pair in ([Items(1), Items(2, 3, pause=5)], [Items(), Items(2, 3)]):
            merged = stream_concurrently(pair[0](), pair[1](), True)
            assert sorted([each async for each in merged])[-2:] == [2, 3]

    run_both(main)


def test_an_element_given_before_the_end_is_delivered_first(run_both):
    async def main():
        end, give = asyncio.Event(), asyncio.Event()

        async def ends():
            yield 1
            await end.wait()

        async def gives():
            await give.wait()
            yield 2
            await forever()

        merged = stream_concurrently(ends(), gives())
        assert await anext(merged) == 1
        task = asyncio.create_task(merged.__anext__())
        await settled()
        task.cancel()
        await settled()
        give.set()
        await ticks(3)
        end.set()
        await settled()
        assert await anext(merged) == 2
        with pytest.raises(StopAsyncIteration):
            await anext(merged)

    run_both(main)


@pytest.mark.parametrize(
    "error", [ValueError(), FalsyError(), asyncio.CancelledError(), GeneratorExit()]
)
@pytest.mark.parametrize("exhaustive", [False, True])
def test_a_failure_reaches_the_consumer_and_closes_the_other_source(run_both, error, exhaustive):
    async def main():
        other = Items(1, end=forever)
        merged = stream_concurrently(Items(2, end=error)(), other(), exhaustive=exhaustive)
        got = []
        with pytest.raises(type(error)) as caught:
            async for each in merged:
                got.append(each)
        assert caught.value is error
        assert caught.value.__cause__ is None
        assert sorted(got) == [1, 2]
        assert other.closed == 1
        assert requests() == 0
        await ticks(3)
        with pytest.raises(StopAsyncIteration):
            await anext(merged)

    run_both(main)


def test_an_element_and_a_failure_in_one_tick(run_both):
    async def main():
        for first_fails in (True, False):
            pair = [Items(end=ValueError()), Items(1, end=forever)]
            first, second = pair if first_fails else reversed(pair)
            merged = stream_concurrently(first(), second())
            got = []
            with pytest.raises(ValueError, match=r"^$"):
                async for each in merged:
                    got.append(each)
            assert got in ([], [1])
            assert pair[1].closed == 1

    run_both(main)


def test_sources_take_turns_and_do_not_run_ahead(run_both):
    async def main():
        sources = [Items(*(["a"] * 500)), Items(*(["b"] * 500))]
        merged = stream_concurrently(sources[0](), sources[1]())
        counts = Counter()
        for delivered in range(1, 101):
            counts[await anext(merged)] += 1
            assert abs(counts["a"] - counts["b"]) <= 2
            await settled()
            assert sum(len(source.read) for source in sources) <= delivered + 2
        await merged.aclose()

    run_both(main)


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_the_scopes_exit_closes_what_has_begun(run_program, asked):
    async def main():
        sources = [Items(1, 2, end=forever), Items(1, 2, end=forever)]
        async with ctx.scope("scope"):
            merged = stream_concurrently(*(source() for source in sources))
            for _ in range(asked):
                await anext(merged)
        assert [source.closed for source in sources] == ([1, 1] if asked else [0, 0])

    run_program(main)


def test_an_unused_one_can_be_closed_or_dropped(run_both):
    async def main():
        merged = stream_concurrently(Items(1)(), Items(2)())
        await merged.aclose()
        with pytest.raises(StopAsyncIteration):
            await anext(merged)
        stream_concurrently(Items(1)(), Items(2)())  # neither used nor closed

    run_both(main)


def test_a_request_cancelled_at_once_leaves_no_source_open(run_both):
    """The tasks of the sources have not begun when they are asked to stop."""

    async def main():
        sources = [Items(1, 2), Items(3)]
        merged = stream_concurrently(*(source() for source in sources))
        task = asyncio.create_task(merged.__anext__())
        closing = asyncio.create_task(merged.aclose())
        task.cancel()
        await closing
        with pytest.raises(asyncio.CancelledError):
            assert await task == 1  # eager: it was there at once
            raise asyncio.CancelledError
        assert [source.closed for source in sources] == [bool(source.read) for source in sources]

    run_both(main)


@pytest.mark.parametrize("wait", range(1, 8))
def test_a_cancelled_wait_loses_no_element(run_both, wait):
    async def main():
        merged = stream_concurrently(
            Items(*range(5), pause=1)(), Items(*range(10, 15), pause=2)(), exhaustive=True
        )
        got = []
        while True:
            task = asyncio.create_task(merged.__anext__())
            await ticks(wait)
            task.cancel()
            try:
                got.append(await task)
            except asyncio.CancelledError:
                await ticks(1)
            except StopAsyncIteration:
                break
        assert sorted(got) == [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]

    run_both(main)


def test_a_cancelled_consumer_leaves_after_the_clean_up(run_program):
    async def main():
        sources = [Items(1, end=forever), Items(end=forever)]

        async def consume():
            async with ctx.scope("scope"):
                async for _ in stream_concurrently(sources[0](), sources[1]()):
                    pass

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await consume()
        assert requests() == 0
        assert [source.closed for source in sources] == [1, 1]

    run_program(main)


def test_everybody_keeps_their_context(run_program):
    class Given(State):
        value: int

    async def main():
        seen = []

        async def source(name):
            for _ in range(2):
                seen.append((name, setting.get(), ctx.variable(str), ctx.state(Given).value))
                setting.set(name)
                ctx.variable(name)
                yield name

        async with ctx.scope("outer", Given(value=1)):
            setting.set("maker")
            ctx.variable("maker")
            merged = stream_concurrently(source("a"), source("b"), exhaustive=True)
            async with ctx.scope("inner", Given(value=2)):
                async for _ in merged:
                    assert ctx.state(Given).value == 2
                    assert setting.get() == "maker"
                    task = ctx.spawn(forever)
            assert task.cancelled()
            assert ctx.variable(str) == "maker"
        assert Counter(seen) == Counter(
            (name, *rest, 1) for name in "ab" for rest in (("maker", None), (name, name))
        )

    run_program(main)


def test_a_source_that_goes_on_though_it_is_to_stop_is_closed_all_the_same(run_both):
    async def main():
        closed = []

        async def stubborn():
            try:
                while True:
                    try:
                        await forever()
                    except asyncio.CancelledError:
                        yield "late"
            finally:
                closed.append(True)

        merged = stream_concurrently(stubborn(), Items(1, 2)())
        assert await anext(merged) == 1
        await merged.aclose()
        assert closed == [True]
        with pytest.raises(StopAsyncIteration):
            await anext(merged)

    run_both(main)


def test_merged_streams_can_be_merged(run_both):
    async def main():
        sources = [Items(1, end=forever), Items(2, end=forever), Items(3, end=forever)]
        inner = stream_concurrently(sources[0](), sources[1]())
        outer = stream_concurrently(inner, sources[2]())
        assert sorted([await anext(outer) for _ in range(3)]) == [1, 2, 3]
        await outer.aclose()
        assert [source.closed for source in sources] == [1, 1, 1]

    run_both(main)


def test_sources_without_aclose_and_what_is_no_source(run_both):
    class Plain:
        def __aiter__(self):
            return self

        async def __anext__(self):
            await asyncio.sleep(0)
            return 1

    async def main():
        async with aclosing(stream_concurrently(Plain(), Plain())) as merged:
            assert await anext(merged) == 1
        with pytest.raises(TypeError, match="async"):
            await anext(stream_concurrently([1], Items(end=forever)()))

    run_both(main)
