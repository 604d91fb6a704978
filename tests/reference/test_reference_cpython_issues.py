"""Issues that `asyncio.TaskGroup` had, or has, in some version of Python."""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio

import pytest
from haiway_reference import ctx
from reference_programs import fail, fail_when_cancelled, forever, requests, ticks


def test_nested_scopes_that_fail_together_both_stop(run_program):
    """A request from the outer scope is not lost in an inner one that fails too (gh-116720)."""

    async def main():
        outer_error, inner_error = ValueError("outer"), ValueError("inner")
        went_on = []

        async def body():
            try:
                async with ctx.scope("inner"):
                    ctx.spawn(fail_when_cancelled, inner_error)
                    await forever()
            except* ValueError:
                pass
            await forever()  # the request of the outer scope arrives here
            went_on.append(1)

        with pytest.raises(ExceptionGroup) as caught:
            async with ctx.scope("outer"):
                ctx.spawn(fail, outer_error, after=3)
                await body()
        assert caught.value.exceptions == (outer_error,)
        assert went_on == []
        assert requests() == 0
        await ticks(3)

    run_program(main)


def test_a_failure_during_the_wait_of_an_outside_request_keeps_the_count(run_program):
    """`cancelling()` counts the outside request and no other, whatever failed (gh-116720)."""

    async def main():
        counts = []

        async def host():
            try:
                async with ctx.scope("scope"):
                    ctx.spawn(fail_when_cancelled, ValueError())
                    ctx.spawn(fail_when_cancelled, KeyError())
                    await forever()
            finally:
                counts.append(requests())

        task = asyncio.create_task(host())
        await ticks(2)
        task.cancel()
        await asyncio.wait([task])
        assert isinstance(task.exception(), ExceptionGroup)
        assert counts == [1]

    run_program(main)


def test_a_zero_timeout_inside_takes_no_request_of_the_scope(run_program):
    """An expired `timeout(0)` may take a request made just before it for its own (gh-134471).

    That is asyncio's, with or without a scope; the failure surfaces and the count is right anyway.
    """

    async def main():
        error = ValueError()

        with pytest.raises(ExceptionGroup) as caught:
            async with ctx.scope("scope"):
                ctx.spawn(fail, error)
                for _ in range(5):
                    try:
                        async with asyncio.timeout(0):
                            await forever()
                    except TimeoutError:
                        pass
        assert caught.value.exceptions == (error,)
        assert requests() == 0
        await ticks(3)

    run_program(main)


def test_a_scope_entered_with_a_request_pending_does_not_take_it_for_its_own(run_program):
    """A scope does not repeat the mistake of `timeout(0)` with an earlier request (gh-134471)."""

    async def main():
        async def host():
            ctx.cancel()
            with pytest.raises((ExceptionGroup, asyncio.CancelledError)):
                async with ctx.scope("scope"):
                    ctx.spawn(fail, ValueError())
                    await forever()
            assert requests() == 1
            await forever()

        task = asyncio.create_task(host())
        task.add_done_callback(lambda task: None)
        await asyncio.wait([task], timeout=5)
        assert task.done() or task.cancel()
        # If the failure left the scope, the request is delivered again.
        await asyncio.wait([task])
        assert task.cancelled()

    run_program(main)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_failures_beside_an_interpreter_exit_are_kept(kind):
    """They leave in a group with it, where a TaskGroup drops them (gh-135736)."""
    exit_error, other = kind(), ValueError()

    async def main():
        async with ctx.scope("exits"):
            ctx.spawn(fail_when_cancelled, other)
            await ticks(1)
            raise exit_error

    with pytest.raises(BaseExceptionGroup) as caught:
        asyncio.run(main())
    assert caught.value.exceptions == (other, exit_error)


def test_a_task_that_spawns_a_failing_one_before_it_suspends_is_cancelled(run_program):
    """An eager failure within an eager spawn cancels the spawning task too (gh-128550)."""

    async def main():
        error = RuntimeError()

        async def second():
            ctx.spawn(fail, error)
            await forever()

        with pytest.raises(ExceptionGroup) as caught:
            async with ctx.scope("scope"):
                ctx.spawn(second)
                await forever()
        assert caught.value.exceptions == (error,)

    run_program(main)


def test_an_eager_failure_leaks_no_cancellation(run_program):
    """A task that fails within `spawn` does not cancel the code that spawns it (gh-128588)."""

    async def main():
        steps = []
        try:
            async with ctx.scope("scope"):
                ctx.spawn(fail, ValueError())
                steps.append("spawned")
        except* ValueError:
            pass
        assert requests() == 0
        assert steps == ["spawned"]
        await ticks(3)

    run_program(main)


def test_an_eager_failure_cancels_the_body_at_its_next_suspension(run_program):
    async def main():
        with pytest.raises(ExceptionGroup):
            async with ctx.scope("scope"):
                ctx.spawn(fail, ValueError())
                ctx.spawn(forever)
                await forever()
        assert requests() == 0

    run_program(main)
