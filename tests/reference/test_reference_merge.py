"""Sources of `stream_concurrently` that no clause speaks of."""

import asyncio
from contextlib import aclosing
from contextvars import ContextVar

import pytest
from haiway_reference.helpers.concurrent import stream_concurrently
from reference_programs import Items, forever

setting: ContextVar[str] = ContextVar("setting", default="unset")


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
