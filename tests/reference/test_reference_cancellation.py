"""A cancellation that meets a failure: the failure leaves, and the cancellation comes after it.

`cancellation/simultaneous` leaves open which of the two leaves.
"""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio

import pytest
from haiway_reference import ctx
from reference_programs import fail_when_cancelled, forever, requests, surfaced, ticks


async def outcome_of(task):
    await asyncio.wait([task])
    return "cancelled" if task.cancelled() else task.exception() or task.result()


@pytest.mark.parametrize("first", ["failure", "request"])
def test_a_request_and_a_failure_in_the_same_iteration(run_program, first):
    """The failure leaves in a group, and the request is delivered after it."""

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


def test_a_timeout_that_meets_a_failure_cancels_nothing_outside(run_program):
    """The time-out takes its request back when it is left: the code after it goes on."""

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
    """Only the request of the time-out may be delivered again, and that is taken back."""

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
    """The body's error leaves as it is, and the request is delivered right after it."""

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
    """Even from within `spawn`, if the task runs eagerly. The message of the request is kept."""

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
