"""Requests to cancel: who gets them, who does not, and that none is lost."""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio

import pytest
from haiway_reference import ctx
from reference_programs import fail, fail_when_cancelled, forever, requests, surfaced, ticks


async def outcome_of(task):
    await asyncio.wait([task])
    return "cancelled" if task.cancelled() else task.exception() or task.result()


def test_cancel_reaches_the_current_task_at_its_next_suspension_or_as_it_returns(run_program):
    async def main():
        went_on = []

        async def suspends():
            ctx.cancel()
            went_on.append(1)
            await asyncio.sleep(0)
            went_on.append(2)

        async def returns():
            ctx.cancel()
            return 1

        async with ctx.scope("scope"):
            tasks = [ctx.spawn(suspends), ctx.spawn(returns)]
            assert [await outcome_of(task) for task in tasks] == ["cancelled", "cancelled"]
            assert requests() == 0
        assert went_on == [1]

    run_program(main)


def test_check_raises_for_a_request_that_was_not_delivered_and_for_a_caught_one(run_program):
    async def main():
        checked = []

        async def asked():
            ctx.check_cancellation()
            ctx.cancel()
            with pytest.raises(asyncio.CancelledError):
                ctx.check_cancellation()
            with pytest.raises(asyncio.CancelledError):
                await forever()
            with pytest.raises(asyncio.CancelledError):
                ctx.check_cancellation()
            asyncio.current_task().uncancel()
            ctx.check_cancellation()
            checked.append(1)

        async with ctx.scope("scope"):
            await ctx.spawn(asked)
            ctx.check_cancellation()
        assert checked == [1]

    run_program(main)


def test_cancelling_one_task_touches_no_other(run_program):
    async def main():
        async with ctx.scope("scope"):
            one, other = ctx.spawn(forever), ctx.spawn(ticks, 5)
            await ticks(1)
            one.cancel()
            await other
            assert one.cancelled()
            with pytest.raises(asyncio.CancelledError):
                await one
            assert requests() == 0
            assert not other.cancel()
            assert other.result() is None

    run_program(main)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_cancellation_goes_down_through_nested_scopes_and_out_again(run_program, level):
    async def main():
        order = []

        async def child(name):
            try:
                await forever()
            finally:
                await ticks(3)
                order.append(name)

        async def nest(depth):
            try:
                async with ctx.scope(f"scope {depth}"):
                    ctx.spawn(child, f"task {depth}")
                    await (nest(depth - 1) if depth else forever())
            finally:
                order.append(f"scope {depth}")

        task = asyncio.create_task(nest(level))
        await ticks(3)
        task.cancel("please")
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert caught.value.args == ("please",)
        expected = [f"{kind} {depth}" for depth in range(level + 1) for kind in ("task", "scope")]
        assert order == expected

    run_program(main)


@pytest.mark.parametrize("after", range(8))
def test_cancelled_at_each_moment_of_a_scopes_life_all_ends_and_it_leaves(run_program, after):
    async def main():
        ended, done = [], []

        async def child():
            try:
                await forever()
            finally:
                await ticks(3)
                ended.append(1)

        async def host():
            async with ctx.scope("scope"):
                task = ctx.spawn(child)
                await ticks(2)
            assert task.done()
            done.append(1)
            await ticks(3)

        task = asyncio.create_task(host())
        await ticks(after)
        task.cancel()
        assert await outcome_of(task) == "cancelled"
        assert len(asyncio.all_tasks()) <= 2

    run_program(main)


def test_requests_during_exit_let_all_end_and_then_one_leaves(run_program):
    async def main():
        ended = []

        async def child():
            try:
                await forever()
            finally:
                await ticks(10)
                ended.append(1)

        async def host():
            try:
                async with ctx.scope("scope"):
                    ctx.spawn(child)
                    await ticks(1)
            finally:
                assert ended == [1]
                assert requests() == 3

        task = asyncio.create_task(host())
        await ticks(3)
        for _ in range(3):
            task.cancel()
            await ticks(1)
        with pytest.raises(asyncio.CancelledError):
            await task

    run_program(main)


def test_awaiting_a_cancelled_task_raises_in_the_awaiter_only(run_program):
    async def main():
        with pytest.raises(asyncio.CancelledError):
            async with ctx.scope("scope"):
                task = ctx.spawn(forever)
                await ticks(1)
                task.cancel()
                await task
        assert requests() == 0
        await ticks(2)

    run_program(main)


@pytest.mark.parametrize("delay", [0, 1])
def test_a_timeout_around_a_scope(run_program, delay):
    async def main():
        ended = []

        async def child():
            try:
                await forever()
            finally:
                await asyncio.sleep(1)
                ended.append(1)

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(delay), ctx.scope("scope"):
                ctx.spawn(child)
                await ticks(1)
                await forever()
        assert requests() == 0
        assert ended == [1] or delay == 0
        await ticks(3)

    run_program(main)


def test_a_timeout_that_fires_while_the_exit_waits(run_program):
    async def main():
        async def child():
            try:
                await forever()
            finally:
                await asyncio.sleep(5)

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2), ctx.scope("scope"):
                ctx.spawn(child)
                await ticks(1)
        assert requests() == 0
        await ticks(3)

    run_program(main)


def test_a_timeout_inside_a_scope(run_program):
    async def main():
        async with ctx.scope("scope"):
            other = ctx.spawn(ticks, 20)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await forever()
            assert requests() == 0
            await other

    run_program(main)


@pytest.mark.parametrize("scoped", ["outside", "between", "inside"])
def test_two_nested_timeouts_that_fire_together(run_program, scoped):
    async def main():
        async with ctx.scope("around"):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1) as outer:
                    try:
                        async with ctx.scope("between"):
                            ctx.spawn(forever)
                            async with asyncio.timeout(1) as inner:
                                async with ctx.scope("inside"):
                                    ctx.spawn(forever)
                                    await forever()
                    finally:
                        assert inner.expired()
                        assert requests() == 1
            assert outer.expired()
            assert requests() == 0
            await ticks(3)

    run_program(main)


@pytest.mark.parametrize("first", ["failure", "request"])
def test_a_request_and_a_failure_in_the_same_iteration(run_program, first):
    """cancellation/simultaneous: the failure leaves in a group, and the request comes after it."""

    async def main():
        error = ValueError()
        steps = []
        gate = asyncio.get_running_loop().create_future()

        async def waits_and_fails():
            await gate
            raise error

        async def host():
            try:
                async with ctx.scope("scope"):
                    ctx.spawn(waits_and_fails)
                    await forever()
            except ExceptionGroup as group:
                steps.append(group)
                assert requests() == 1
                with pytest.raises(asyncio.CancelledError):
                    ctx.check_cancellation()
            steps.append("goes on")
            await forever()

        task = asyncio.create_task(host())
        await ticks(3)
        if first == "failure":
            gate.set_result(None)
            await ticks(2)
            task.cancel("outside")
        else:
            task.cancel("outside")
            gate.set_result(None)
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        if steps:
            assert steps[0].exceptions == (error,)
            assert steps[1:] == ["goes on"]
            # Of two requests that meet, asyncio delivers one CancelledError: the first one's.
            assert caught.value.args == (() if first == "failure" else ("outside",))
        else:  # the task was cancelled before it could fail
            assert first == "request"

    run_program(main)


def test_failures_and_a_timeout_together_stray_nowhere(run_program):
    """The time-out takes its request back at its exit; nothing of it reaches the code after it."""

    async def main():
        error = ValueError()
        with pytest.raises(ExceptionGroup) as caught:
            async with asyncio.timeout(1) as timeout, ctx.scope("scope"):
                ctx.spawn(fail_when_cancelled, error)
                await forever()
        assert error in surfaced(caught.value)
        assert timeout.expired()
        assert requests() == 0
        await ticks(5)

    run_program(main)


def test_of_two_requests_the_timeout_takes_back_only_its_own(run_program):
    """A user's request that meets a time-out and a failure comes after both of them."""

    async def main():
        steps = []

        async def host():
            try:
                async with asyncio.timeout(1), ctx.scope("scope"):
                    ctx.spawn(fail_when_cancelled, ValueError())
                    await forever()
            except* ValueError:
                steps.append(requests())
            await forever()

        task = asyncio.create_task(host())
        asyncio.get_running_loop().call_later(1, task.cancel)
        await asyncio.wait([task])
        assert task.cancelled()
        assert steps == [1]

    run_program(main)


def test_in_a_clean_up_a_timeout_that_meets_a_failure_interrupts_nothing_after_it(run_program):
    """What comes again is the time-out's request, unless it is taken back: not the older one."""

    async def main():
        steps = []

        async def host():
            try:
                await forever()
            finally:
                try:
                    async with asyncio.timeout(1), ctx.scope("scope"):
                        ctx.spawn(fail_when_cancelled, ValueError())
                        await forever()
                except* ValueError:
                    steps.append(requests())
                await ticks(5)
                steps.append("clean")

        task = asyncio.create_task(host())
        await ticks(1)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert steps == [1, "clean"]

    run_program(main)


def test_inside_the_timeout_the_request_comes_after_the_failure(run_program):
    async def main():
        caught = []
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                try:
                    async with ctx.scope("scope"):
                        ctx.spawn(fail_when_cancelled, ValueError())
                        await forever()
                except* ValueError:
                    caught.append(1)
                await forever()
        assert caught == [1]
        assert requests() == 0
        await ticks(5)

    run_program(main)


def test_a_loop_that_survives_failures_still_notices_that_it_has_to_stop(run_program):
    """gh-116720: a supervisor that catches failures and goes on cannot outlive its scope."""

    async def main():
        rounds = []

        async def supervisor():
            while True:
                rounds.append(1)
                try:
                    async with ctx.scope("round"):
                        if len(rounds) == 1:
                            ctx.spawn(fail_when_cancelled, ValueError())
                        await forever()
                except ExceptionGroup:
                    continue

        async with ctx.scope("outer"):
            task = ctx.spawn(supervisor)
            await ticks(3)
        assert task.cancelled()
        assert len(rounds) == 2

    run_program(main)


def test_body_error_and_a_request_during_exit(run_program):
    """The body's error leaves as itself, and the request is delivered right after."""

    async def main():
        error = KeyError()
        caught = []

        async def child():
            try:
                await forever()
            finally:
                await ticks(5)

        async def host():
            try:
                async with ctx.scope("scope"):
                    ctx.spawn(child)
                    await ticks(1)
                    raise error
            except KeyError as left:
                caught.extend((left, left.__cause__, requests()))
            await forever()

        task = asyncio.create_task(host())
        await ticks(4)
        task.cancel()
        assert await outcome_of(task) == "cancelled"
        assert caught == [error, None, 1]

    run_program(main)


def test_a_task_may_cancel_its_scopes_host(run_program):
    """Also from within `spawn`, if it runs eagerly: the host is asked from outside its scope."""

    async def main():
        async def host():
            me = asyncio.current_task()

            async def cancels():
                me.cancel("by a child")

            async with ctx.scope("scope"):
                ctx.spawn(cancels)
                await forever()

        with pytest.raises(asyncio.CancelledError, match="by a child"):
            await asyncio.create_task(host())

    run_program(main)


def test_a_child_that_cancels_the_host_and_fails(run_program):
    async def main():
        error = ValueError()
        caught = []

        async def host():
            me = asyncio.current_task()

            async def cancels_and_fails():
                me.cancel()
                raise error

            try:
                async with ctx.scope("scope"):
                    ctx.spawn(cancels_and_fails)
                    await forever()
            except ExceptionGroup as group:
                caught.extend(group.exceptions)
                assert requests() == 1
            await forever()

        assert await outcome_of(asyncio.create_task(host())) == "cancelled"
        assert caught == [error]

    run_program(main)


def test_a_request_before_the_scope_is_not_used_up_by_its_failure(run_program):
    async def main():
        async def host():
            ctx.cancel()
            try:
                async with ctx.scope("scope"):
                    ctx.spawn(fail, ValueError())
                    await forever()
            except ExceptionGroup:
                assert requests() == 1
                await forever()

        assert await outcome_of(asyncio.create_task(host())) == "cancelled"

    run_program(main)


def test_a_body_that_ends_in_the_iteration_of_a_failure(run_program):
    """The host is ready to go on when the failure asks it to stop: nothing strays out."""

    async def main():
        for after in range(6):
            left = [error := ValueError()]
            try:
                async with ctx.scope("scope"):
                    ctx.spawn(fail, error, after=2)
                    await ticks(after)
            except* ValueError as group:
                left = list(group.exceptions)
            assert left == [error]
            assert requests() == 0
            await ticks(3)

    run_program(main)


def test_a_clean_up_runs_to_its_end_with_a_scope_that_ends_normally(run_program):
    async def main():
        done = []

        async def host():
            try:
                await forever()
            finally:
                async with ctx.scope("clean-up"):
                    await ctx.spawn(ticks, 3)
                await ticks(2)
                assert requests() == 1
                done.append(1)

        task = asyncio.create_task(host())
        await ticks(1)
        task.cancel()
        assert await outcome_of(task) == "cancelled"
        assert done == [1]

    run_program(main)


@pytest.mark.parametrize("after", range(12))
@pytest.mark.parametrize("fails_after", range(6))
def test_no_request_and_no_failure_is_ever_lost(run_program, after, fails_after):
    """At whatever moment the request comes: the host ends cancelled or has got the failure too."""

    async def main():
        error = ValueError()
        failed = []

        async def child():
            await ticks(fails_after)
            failed.append(1)
            raise error

        async def host():
            async with ctx.scope("outer"):
                ctx.spawn(forever)
                async with ctx.scope("inner"):
                    ctx.spawn(child)
                    await forever()

        task = asyncio.create_task(host())
        await ticks(after)
        task.cancel()
        outcome = await outcome_of(task)
        if failed:
            assert error in surfaced(outcome)
        else:
            assert outcome == "cancelled"

    run_program(main)
