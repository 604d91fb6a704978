"""Plain programs that show where haiway 0.48 violates a clause. Its scopes are isolated here."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from functools import partial

import pytest
from deviation import deviation
from haiway import (
    State,
    ctx,
    execute_concurrently,
    process_concurrently,
)

scope = partial(ctx.scope, isolated=True)


class Limit(State):
    value: int = 0


async def fails(*_: object) -> None:
    raise ValueError


async def fails_as_it_ends() -> None:
    try:
        await asyncio.sleep(60)
    finally:
        raise ValueError


async def outcome(program: Coroutine[object, object, None]) -> BaseException | None:
    """Run a program in a task, cancel that after a millisecond, and return what it raised."""
    task = asyncio.create_task(program)
    await asyncio.sleep(0.001)
    task.cancel()
    (result,) = await asyncio.gather(task, return_exceptions=True)
    return result


@deviation("scopes/exit-cancels-tasks", "guide/fire-and-forget")
async def test_the_exit_waits_for_a_task_instead_of_cancelling_it() -> None:
    seen = []

    async def tick() -> None:
        for each in range(3):
            await asyncio.sleep(0)
            seen.append(each)

    async with scope("scope"):
        task = ctx.spawn(tick)
    # The body had ended before the first tick, so the exit should have cancelled the task.
    assert seen == [0, 1, 2]
    assert not task.cancelled()


@deviation("failures/body-alone", "failures/history-kept")
async def test_an_error_of_the_body_is_its_own_cause() -> None:
    error = ValueError("of the body")
    with pytest.raises(ValueError, match="of the body"):
        async with scope("scope"):
            raise error from KeyError("its cause")
    # Its cause is lost. Now a group is its `__cause__` that contains it: a cycle.
    assert isinstance(error.__cause__, ExceptionGroup)
    assert error.__cause__.exceptions == (error,)


@deviation("cancellation/not-invented")
async def test_a_failed_task_makes_its_scope_raise_a_cancellation() -> None:
    with pytest.raises(asyncio.CancelledError) as raised:
        async with scope("scope"):
            ctx.spawn(fails)
            await asyncio.sleep(60)
    # Nothing had cancelled the task that runs the scope. The failure is the cause of that, and
    # `except*` does not see it.
    assert isinstance(raised.value.__cause__, ExceptionGroup)


async def one_and_then_silence() -> AsyncGenerator[int]:
    yield 1
    await asyncio.sleep(60)


@deviation("process/first-failure", "execute/first-failure")
async def test_a_failure_beside_a_silent_source_is_raised_as_a_cancellation() -> None:
    async with scope("scope"):
        with pytest.raises(asyncio.CancelledError):
            await process_concurrently(one_and_then_silence(), fails)
        with pytest.raises(asyncio.CancelledError):
            await execute_concurrently(fails, one_and_then_silence())
    # The ValueError should have been raised; nothing had cancelled the caller.


@deviation("process/handler-tasks", "execute/handler-tasks")
async def test_the_helper_waits_for_what_its_handlers_spawn() -> None:
    seen = []

    async def background() -> None:
        await asyncio.sleep(0.001)
        seen.append("ended")

    async def handler(_: int) -> None:
        ctx.spawn(background)

    async with scope("scope"):
        await process_concurrently([1], handler)
        # The task should belong to the caller's scope, and go on after the call.
        assert seen == ["ended"]
        await execute_concurrently(handler, [1])
        assert seen == ["ended", "ended"]


@deviation("process/invalid-limit", "execute/invalid-limit")
async def test_only_an_assertion_refuses_a_limit_of_0() -> None:
    # Under `python -O` it is accepted.
    with pytest.raises(AssertionError):
        await process_concurrently([], fails, concurrent_tasks=0)
    with pytest.raises(AssertionError):
        await execute_concurrently(fails, [], concurrent_tasks=0)


@deviation("state/default")
async def test_the_default_is_not_taken_where_an_instance_was_made() -> None:
    async with scope("scope"):
        assert ctx.state(Limit, default=Limit(value=7)).value == 7
        assert ctx.state(Limit).value == 0
        # No scope was given a Limit, so the default should have been returned again.
        assert ctx.state(Limit, default=Limit(value=7)).value == 0


@deviation("state/in-streams")
async def test_a_generator_sees_the_state_of_where_it_is_first_read() -> None:
    seen = []

    async def generator() -> AsyncGenerator[int]:
        seen.append(ctx.state(Limit).value)
        yield 1

    async with scope("outer", Limit(value=1)):
        stream = ctx.stream(generator)
        async with scope("inner", Limit(value=2)):
            async for _ in stream:
                pass
    # It should have seen that of the scope in which it was created.
    assert seen == [2]


@deviation("failures/surfaces", "failures/in-clean-up", "cancellation/simultaneous")
async def test_a_failure_that_meets_a_request_is_lost() -> None:
    async def runs_a_scope() -> None:
        async with scope("scope"):
            ctx.spawn(fails_as_it_ends)
            await asyncio.sleep(60)

    left = await outcome(runs_a_scope())
    assert isinstance(left, asyncio.CancelledError)
    # The failure should have been its cause, or have been raised in its place.
    assert left.__cause__ is left.__context__ is None


@deviation("failures/all-surface")
async def test_several_failures_that_meet_a_request_are_lost() -> None:
    async def runs_a_scope() -> None:
        async with scope("scope"):
            ctx.spawn(fails_as_it_ends)
            ctx.spawn(fails_as_it_ends)
            await asyncio.sleep(60)

    left = await outcome(runs_a_scope())
    assert isinstance(left, asyncio.CancelledError)
    assert left.__cause__ is left.__context__ is None


@deviation("failures/body-and-task")
async def test_the_failure_of_a_task_is_lost_in_the_outer_scope() -> None:
    error = KeyError("of the body")
    with pytest.raises(KeyError):
        async with scope("outer"), scope("inner"):
            ctx.spawn(fails)
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                raise error from None
    # The inner scope had put the failure into the error's cause; the outer one put another there.
    assert isinstance(error.__cause__, ExceptionGroup)
    assert error.__cause__.exceptions == (error,)


@deviation("failures/through-nesting")
async def test_a_failure_in_an_inner_scope_cannot_be_caught_around_it() -> None:
    caught = []
    with pytest.raises(asyncio.CancelledError):
        async with scope("outer"):
            try:
                async with scope("inner"):
                    ctx.spawn(fails)
                    await asyncio.sleep(60)
            except Exception as error:  # noqa: BLE001 - whatever leaves the inner scope
                caught.append(error)
    assert caught == []


@deviation("process/source-failure", "execute/source-failure")
async def test_a_failure_of_the_source_is_raised_in_a_group() -> None:
    class Quit(BaseException):
        """Not an Exception, as the errors that end a worker may be."""

    async def source() -> AsyncGenerator[int]:
        yield 1
        raise Quit

    async def handler(_: int) -> None:
        pass

    async with scope("scope"):
        with pytest.raises(BaseExceptionGroup):
            await process_concurrently(source(), handler)
        with pytest.raises(BaseExceptionGroup):
            await execute_concurrently(handler, source())


@deviation("scopes/resource-exited-once")
async def test_a_resource_is_never_exited_if_entering_another_is_cancelled() -> None:
    seen = []

    class Resource:
        def __init__(self, name: str, seconds: float) -> None:
            self.name, self.seconds = name, seconds

        async def __aenter__(self):
            await asyncio.sleep(self.seconds)
            seen.append(f"entered {self.name}")
            return ()

        async def __aexit__(self, *_: object) -> None:
            seen.append(f"exited {self.name}")

    async def runs_a_scope() -> None:
        async with scope("scope", disposables=[Resource("quick", 0), Resource("slow", 60)]):
            pass

    assert isinstance(await outcome(runs_a_scope()), asyncio.CancelledError)
    assert seen == ["entered quick"]


@deviation("scopes/resource-exit-fails")
async def test_the_error_of_a_resource_hides_that_of_a_task() -> None:
    class File:
        async def __aenter__(self):
            return ()

        async def __aexit__(self, *_: object) -> None:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError) as raised:
        async with scope("scope", disposables=[File()]):
            ctx.spawn(fails)
    # The task's ValueError should have been raised too.
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


@deviation("cancellation/downward", "streams/consumer-cancelled")
async def test_a_generator_stays_open_after_the_cancellation_of_its_scope() -> None:
    seen = []

    async def generator() -> AsyncGenerator[int]:
        try:
            yield 1
        finally:
            seen.append("closed")

    streams = []

    async def runs_a_scope() -> None:
        async with scope("scope"):
            streams.append(aiter(ctx.stream(generator)))
            async for _ in streams[0]:
                await asyncio.sleep(60)

    assert isinstance(await outcome(runs_a_scope()), asyncio.CancelledError)
    assert seen == []
