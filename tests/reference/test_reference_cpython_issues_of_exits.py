"""Known defects of CPython, where tasks and bodies end: the reference has none of them."""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio
import contextlib

import pytest
from haiway_reference import ctx
from reference_programs import MODES, fail, fail_when_cancelled, forever, new_loop, requests, ticks


def test_a_failing_scope_takes_no_more_tasks(run_program):
    """A task that is spawned after a failure would never be cancelled (gh-94398)."""

    async def main():
        called = []

        async def late():
            called.append(1)

        async def spawns_in_clean_up():
            try:
                await forever()
            finally:
                with pytest.raises(RuntimeError, match="is failing because of ValueError"):
                    ctx.spawn(late)

        with pytest.raises(ExceptionGroup) as caught:
            async with ctx.scope("scope"):
                ctx.spawn(spawns_in_clean_up)
                ctx.spawn(fail, ValueError(), after=1)
                await forever()
        assert [type(e) for e in caught.value.exceptions] == [ValueError]
        assert called == []

    run_program(main)


def test_a_refused_spawn_leaves_no_coroutine_unawaited(run_program):
    """The function is not called, so no coroutine is left unawaited (gh-115957)."""

    async def main():
        async with ctx.scope("scope"):
            from contextvars import copy_context

            context = copy_context()
        with pytest.raises(RuntimeError, match="takes no more tasks"):
            context.run(ctx.spawn, forever)

    run_program(main)


def test_the_count_is_right_when_the_body_replaces_the_cancellation(run_program):
    """The request is taken back even if the body swallows or replaces its error (gh-95289)."""

    async def swallows():
        with contextlib.suppress(asyncio.CancelledError):
            await forever()

    async def replaces():
        try:
            await forever()
        finally:
            raise OSError

    async def main():
        for body in (swallows, replaces):
            with pytest.raises(ExceptionGroup):
                async with ctx.scope("scope"):
                    ctx.spawn(fail, ValueError(), after=1)
                    await body()
            assert requests() == 0
            await ticks(2)

    run_program(main)


@pytest.mark.parametrize("offset", range(-2, 3))
def test_wait_for_hides_no_cancellation(run_program, offset):
    """A request is not lost if the awaited task ends in the same iteration (gh-86296)."""

    async def main():
        async def host():
            async with ctx.scope("scope"):
                await asyncio.wait_for(ctx.spawn(ticks, 5), timeout=100)
                await forever()

        task = asyncio.create_task(host())
        await ticks(6 + offset)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    run_program(main)


def test_subclasses_of_cancelled_error_are_cancellations(run_program):
    """A subclass of CancelledError is treated as a cancellation (gh-113848)."""

    class Stop(asyncio.CancelledError):
        pass

    async def main():
        error = Stop()
        with pytest.raises(Stop) as caught:
            async with ctx.scope("scope"):
                ctx.spawn(forever)
                raise error
        assert caught.value is error

    run_program(main)


def test_an_outside_request_while_the_body_waits_survives_an_error_of_a_clean_up(run_program):
    """Errors of tasks win over the CancelledError, and do not replace the request (gh-95704)."""

    async def main():
        error = ValueError()
        left = []

        async def host():
            try:
                async with ctx.scope("scope"):
                    ctx.spawn(fail_when_cancelled, error)
                    await forever()
            except ExceptionGroup as group:
                left.append(group)
                assert requests() == 1
                raise

        task = asyncio.create_task(host())
        await ticks(2)
        task.cancel()
        await asyncio.wait([task])
        assert task.exception() is left[0]
        assert left[0].exceptions == (error,)

    run_program(main)


@pytest.mark.parametrize("mode", MODES[:2])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interpreter_exit_from_a_task_leaves_the_runner_after_all_clean_ups(mode, kind):
    """It leaves `asyncio.run` itself, after the clean-ups of all tasks (gh-101515)."""
    error = kind("from a task")
    ended = []

    async def sibling(name):
        try:
            await forever()
        finally:
            await ticks(5 if name == "task" else 20)
            ended.append(name)

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        unrelated = asyncio.create_task(sibling("unrelated"))
        try:
            async with ctx.scope("exits"):
                ctx.spawn(sibling, "task")
                ctx.spawn(fail, error, after=2)
                await forever()
        finally:
            ended.append("main")
            assert not unrelated.done()

    with (
        pytest.raises(kind) as caught,
        asyncio.Runner(loop_factory=lambda: new_loop(mode)) as runner,
    ):
        runner.run(main())
    assert caught.value is error
    assert ended == ["task", "main", "unrelated"]
