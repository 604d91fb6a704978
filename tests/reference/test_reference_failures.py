"""What leaves a scope when something fails in it."""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio
import gc
import sys

import pytest
from haiway_reference import ctx
from reference_programs import (
    MODES,
    fail,
    fail_when_cancelled,
    forever,
    new_loop,
    requests,
    surfaced,
    ticks,
)


class FalsyError(Exception):
    def __bool__(self):
        return False


async def caught_from(body):
    """Run the body in a scope, and give what left it."""
    try:
        async with ctx.scope("failing"):
            await body()
    except BaseException as error:  # noqa: BLE001 - it is what the tests look at
        assert requests() == 0
        await ticks(3)  # nothing strays out of the scope
        return error
    return None


def test_a_failure_leaves_in_a_group_and_cancels_siblings_and_body(run_program):
    async def main():
        error = ValueError()
        cancelled = []

        async def sibling(name):
            try:
                await forever()
            except asyncio.CancelledError:
                cancelled.append(name)
                raise

        async def body():
            ctx.spawn(sibling, "task")
            ctx.spawn(fail, error, after=3)
            await sibling("body")

        left = await caught_from(body)
        assert type(left) is ExceptionGroup
        assert left.exceptions == (error,)
        assert left.__cause__ is None
        assert "failing" in str(left)
        assert sorted(cancelled) == ["body", "task"]

    run_program(main)


def test_a_failure_surfaces_although_the_body_has_ended(run_program):
    async def main():
        error = FalsyError()

        async def body():
            ctx.spawn(fail, error)

        left = await caught_from(body)
        # Lazy tasks are cancelled before they begin; eager ones have failed within `spawn`.
        assert left is None or left.exceptions == (error,)

        async def waits():
            ctx.spawn(fail, error)
            await ticks(1)

        assert (await caught_from(waits)).exceptions == (error,)

    run_program(main)


def test_a_failure_that_cannot_be_shown_surfaces_as_any_other(run_program):
    class ShyError(Exception):
        def __repr__(self):
            raise RuntimeError

        __str__ = __repr__

    async def main():
        error = ShyError()

        async def body():
            ctx.spawn(fail, error, after=1)
            await forever()

        assert (await caught_from(body)).exceptions[0] is error

    run_program(main)


def test_every_failure_surfaces_in_order(run_program):
    async def main():
        errors = [ValueError(n) for n in range(4)]

        async def body():
            for error in errors[:3]:
                ctx.spawn(fail, error, after=1)
            ctx.spawn(fail_when_cancelled, errors[3])
            await forever()

        left = await caught_from(body)
        assert list(left.exceptions) == errors

    run_program(main)


def test_a_group_of_base_exceptions(run_program):
    class Fatal(BaseException):
        pass

    async def main():
        fatal = Fatal()

        async def body():
            ctx.spawn(fail, fatal)
            await forever()

        left = await caught_from(body)
        assert type(left) is BaseExceptionGroup
        assert left.exceptions == (fatal,)

    run_program(main)


@pytest.mark.parametrize("error", [ValueError(), FalsyError(), ExceptionGroup("own", [OSError()])])
def test_the_body_alone_leaves_as_the_same_object(run_program, error):
    async def main():
        cause = KeyError()

        async def body():
            ctx.spawn(forever)
            await ticks(1)
            raise error from cause

        left = await caught_from(body)
        assert left is error
        assert left.__cause__ is cause

    run_program(main)


@pytest.mark.parametrize("error", [KeyboardInterrupt("body"), SystemExit(3)])
def test_an_interpreter_exit_from_the_body_leaves_as_the_same_object(error):
    async def main():
        async with ctx.scope("exits"):
            ctx.spawn(forever)
            await ticks(1)
            raise error

    with pytest.raises(type(error)) as caught:
        asyncio.run(main())
    assert caught.value is error


def test_body_and_task_both_surface(run_program):
    async def main():
        body_error, task_error = KeyError(), ValueError()

        async def body():
            ctx.spawn(fail_when_cancelled, task_error)
            await ticks(1)
            raise body_error

        left = await caught_from(body)
        assert set(left.exceptions) == {body_error, task_error}

    run_program(main)


def test_an_error_that_replaces_the_cancellation_of_the_body_surfaces_too(run_program):
    async def main():
        body_error, task_error = KeyError(), ValueError()

        async def body():
            ctx.spawn(fail, task_error, after=1)
            await fail_when_cancelled(body_error)

        left = await caught_from(body)
        assert left.exceptions == (task_error, body_error)

    run_program(main)


def test_an_exception_from_a_clean_up_surfaces(run_program):
    async def main():
        error = ValueError()

        async def body():
            ctx.spawn(fail_when_cancelled, error)
            await ticks(1)

        assert (await caught_from(body)).exceptions == (error,)

    run_program(main)


def test_a_task_that_ends_cancelled_does_not_fail_the_scope(run_program):
    async def main():
        async def cancels_itself():
            ctx.cancel()
            await forever()

        async def raises_it():
            raise asyncio.CancelledError

        async with ctx.scope("scope"):
            tasks = [ctx.spawn(forever), ctx.spawn(cancels_itself), ctx.spawn(raises_it)]
            await ticks(1)
            tasks[0].cancel()
            await asyncio.wait(tasks)
            assert all(task.cancelled() for task in tasks)
            await ticks(3)
        assert requests() == 0

    run_program(main)


def test_a_failure_goes_through_nested_scopes(run_program):
    async def main():
        error = ValueError()
        seen = []

        async def body():
            outer = ctx.spawn(forever)
            try:
                async with ctx.scope("inner"):
                    ctx.spawn(fail, error)
                    await forever()
            except ExceptionGroup as group:
                seen.append(group)
                assert not outer.done()
                raise

        left = await caught_from(body)
        assert left is seen[0]
        assert left.exceptions == (error,)

    run_program(main)


def test_a_handled_inner_failure_leaves_the_outer_scope_alone(run_program):
    async def main():
        async with ctx.scope("outer"):
            outer = ctx.spawn(ticks, 20)
            for _ in range(3):
                with pytest.raises(ExceptionGroup):
                    async with ctx.scope("inner"):
                        ctx.spawn(fail, ValueError(), after=1)
                        await forever()
                assert requests() == 0
            await outer

    run_program(main)


def test_an_outer_failure_reaches_a_body_that_waits_for_an_inner_exit(run_program):
    async def main():
        ended = []
        error = ValueError()

        async def slow():
            try:
                await forever()
            finally:
                await ticks(10)
                ended.append(1)

        async def body():
            ctx.spawn(fail, error, after=4)
            async with ctx.scope("inner"):
                ctx.spawn(slow)
                await ticks(2)
            ended.append("never reached")

        assert (await caught_from(body)).exceptions == (error,)
        assert ended == [1]

    run_program(main)


def test_inner_and_outer_fail_together(run_program):
    async def main():
        inner_error, outer_error = ValueError("inner"), ValueError("outer")

        async def body():
            ctx.spawn(fail, outer_error, after=2)
            async with ctx.scope("inner"):
                ctx.spawn(fail, inner_error, after=2)
                await forever()

        left = await caught_from(body)
        assert {inner_error, outer_error} <= set(surfaced(left))

    run_program(main)


def test_a_body_that_swallows_the_cancellation_goes_on_and_the_group_still_leaves(run_program):
    async def main():
        async def body():
            ctx.spawn(fail, ValueError(), after=1)
            try:
                await forever()
            except asyncio.CancelledError:
                await ticks(3)
                with pytest.raises(asyncio.CancelledError):
                    ctx.check_cancellation()
                with pytest.raises(RuntimeError, match="is failing because of ValueError"):
                    ctx.spawn(forever)

        assert type(await caught_from(body)) is ExceptionGroup

    run_program(main)


async def fails_while_the_body_waits():
    ctx.spawn(raise_fresh if sys.version_info >= (3, 13) else raise_fresh_later)
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
    await ticks(1)  # before 3.13 an eager task that fails at once is in a cycle of asyncio's own
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


# What fails in the exit of a resource is in a cycle of `contextlib.AsyncExitStack` itself.
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
def test_what_surfaced_is_in_no_reference_cycle(run_program, body, disposables):
    """gh-124958, gh-128552: it is freed at once, not when the garbage is collected."""

    async def host():
        await ticks(1)  # a task that ends eagerly is in a cycle with its creator's frame anyway
        async with ctx.scope("scope", disposables=disposables):
            await body()

    async def main():
        gc.collect()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            await asyncio.gather(asyncio.create_task(host()), return_exceptions=True)
            await ticks(2)  # the callback that woke this task refers to the one that ended
            gc.collect()
            return [repr(kept) for kept in gc.garbage if isinstance(kept, BaseException)]
        finally:
            gc.set_debug(0)
            gc.garbage.clear()

    assert run_program(main) == []


@pytest.mark.parametrize("mode", MODES[:2])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interpreter_exit_from_a_task_leaves_the_runner_after_all_clean_ups(mode, kind):
    """gh-101515: it leaves asyncio.run itself, and the tasks end their clean-ups before."""
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
