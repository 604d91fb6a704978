"""Exceptions that leave are freed at once, not when garbage is collected (hygiene/no-cycles)."""

import asyncio
import gc
import weakref

import pytest
from haiway_reference import ctx
from haiway_reference.frames import clears_frame
from haiway_reference.helpers.concurrent import execute_concurrently
from reference_programs import FalsyError, forever, ticks


@pytest.fixture
def no_collection():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_the_variables_of_a_decorated_function_are_cleared(no_collection):
    @clears_frame
    async def function(value):
        """Return the value and a reference to an exception whose traceback has this frame."""
        try:
            raise FalsyError  # noqa: TRY301 - in this very frame
        except FalsyError as error:
            kept = error
        return value, weakref.ref(kept)

    value, alive = asyncio.run(function(5))
    assert value == 5
    assert alive() is None
    assert function.__name__ == "function"


async def fails_while_the_body_waits():
    ctx.spawn(raise_fresh_later)
    await forever()


async def fails_in_clean_up():
    ctx.spawn(raise_fresh_when_cancelled)
    await ticks(1)


async def raises_alone():
    await raise_fresh()


async def is_cancelled():
    ctx.cancel()
    await forever()


async def is_cancelled_in_exit():
    ctx.spawn(raise_fresh_when_cancelled)
    await ticks(1)
    ctx.cancel()


async def raise_fresh():
    raise ValueError


async def raise_fresh_later():
    await ticks(
        1
    )  # asyncio itself makes a cycle of an eager task that fails at once, in some versions
    await raise_fresh()


async def raise_fresh_when_cancelled():
    try:
        await forever()
    finally:
        await raise_fresh()


class Exits:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *args):
        del args
        await ticks(1)


# The error of a resource's exit is not tried: it is in a cycle of `contextlib.AsyncExitStack`.
@pytest.mark.parametrize("disposables", [(), (Exits(),), (Exits(), Exits())])
@pytest.mark.parametrize(
    "body",
    [
        fails_while_the_body_waits,
        fails_in_clean_up,
        raises_alone,
        is_cancelled,
        is_cancelled_in_exit,
    ],
)
def test_what_leaves_a_scope_is_in_no_cycle(run_program, body, disposables):
    """As in asyncio since gh-124958 and gh-128552."""

    async def host():
        await ticks(1)  # a task that ends eagerly is in a cycle with the frame of its creator
        async with ctx.scope("scope", disposables=disposables):
            await body()

    async def main():
        gc.collect()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            await asyncio.gather(asyncio.create_task(host()), return_exceptions=True)
            await ticks(2)  # the callback that woke this task refers to the host
            gc.collect()
            return [repr(kept) for kept in gc.garbage if isinstance(kept, BaseException)]
        finally:
            gc.set_debug(0)
            gc.garbage.clear()

    assert run_program(main) == []


def test_the_failure_of_a_helper_is_freed(run_both, helper, no_collection):
    async def main():
        async def handler(_):
            await asyncio.sleep(0)
            raise FalsyError

        try:
            await helper([1, 2], handler)
        except FalsyError as error:
            alive = weakref.ref(error)
        await ticks(2)
        assert alive() is None

    run_both(main)


def test_returned_exceptions_are_freed(run_both, no_collection):
    async def main():
        async def handler(_):
            await asyncio.sleep(0)
            raise FalsyError

        (error,) = await execute_concurrently(handler, [1], return_exceptions=True)
        alive = weakref.ref(error)
        del error
        await ticks(2)
        assert alive() is None

    run_both(main)


def test_a_stream_and_its_failure_are_freed(run_program, no_collection):
    async def main():
        async def source():
            yield 1
            raise FalsyError

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

    run_program(main)
