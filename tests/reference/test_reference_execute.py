"""What only `execute_concurrently` promises: results."""

import asyncio
import gc
import weakref
from collections.abc import Sequence

import pytest
from haiway_reference import ctx
from haiway_reference.helpers.concurrent import execute_concurrently
from reference_programs import FalsyError, Items, ticks


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_results_are_in_the_order_of_the_elements(run_both, limit):
    async def main():
        given = [object(), None, 0, "", [], ValueError("returned"), asyncio.CancelledError()]

        async def handler(index):
            await ticks((7 * index) % 5)
            return given[index]

        for source in (range(7), Items(*range(7), pause=1)()):
            results = await execute_concurrently(handler, source, concurrent_tasks=limit)
            assert isinstance(results, Sequence)
            assert len(results) == 7
            assert all(got is each for got, each in zip(results, given, strict=True))
        assert list(await execute_concurrently(handler, [])) == []

    run_both(main)


def test_failures_are_put_into_their_places(run_both):
    async def main():
        errors = {1: FalsyError(), 3: ValueError()}

        async def handler(element):
            await ticks(element % 2)
            if element in errors:
                raise errors[element]
            if element == 4:
                raise asyncio.CancelledError
            if element == 5:
                ctx.cancel()
            return element

        results = await execute_concurrently(handler, range(7), return_exceptions=True)
        assert isinstance(results[4], asyncio.CancelledError)
        assert isinstance(results[5], asyncio.CancelledError)
        results = [each for index, each in enumerate(results) if index not in (4, 5)]
        assert results == [0, errors[1], 2, errors[3], 6]

    run_both(main)


def test_returned_exceptions_are_in_no_cycle(run_both):
    async def main():
        async def handler(_):
            await asyncio.sleep(0)
            raise FalsyError

        gc.collect()
        gc.disable()
        try:
            (error,) = await execute_concurrently(handler, [1], return_exceptions=True)
            alive = weakref.ref(error)
            del error
            await ticks(2)
            assert alive() is None
        finally:
            gc.enable()

    run_both(main)
