"""The order of resources, what they are told, and the exceptions that their exits raise."""

# ruff: noqa: PT012 - what is expected to raise is an `async with` block: its exit, not its body

import asyncio
from contextlib import asynccontextmanager

import pytest
from haiway_reference import State, ctx
from reference_programs import (
    fail,
    forever,
    requests,
    ticks,
)


class Name(State):
    value: str = "none"


class Other(State):
    value: str = "none"


class Resource:
    """A resource that logs what happens to it, and may yield state or fail."""

    def __init__(self, name, log, *, gives=None, enter_error=None, exit_error=None, steps=0):
        self.name, self.log, self.gives, self.steps = name, log, gives, steps
        self.enter_error, self.exit_error = enter_error, exit_error
        self.told = "not exited"

    async def __aenter__(self):
        await ticks(self.steps)
        if self.enter_error is not None:
            self.log.append(f"{self.name} fails")
            raise self.enter_error
        self.log.append(f"{self.name} enters")
        return self.gives

    async def __aexit__(self, exception_type, exception, traceback):
        self.log.append(f"{self.name} exits")
        self.told = exception
        await ticks(self.steps)
        if self.exit_error is not None:
            raise self.exit_error
        return True  # asks to suppress; a scope does not


ENTERED = ["a enters", "b enters"]
EXITED = ["b exits", "a exits"]


async def child(log):
    try:
        await forever()
    finally:
        await ticks(3)
        log.append("task ends")


async def returns():
    pass


async def raises():
    raise KeyError


async def has_failing_task():
    ctx.spawn(fail, ValueError())
    await forever()


async def is_cancelled():
    ctx.cancel()
    await forever()


async def is_cancelled_in_exit():
    ctx.cancel()


@pytest.mark.parametrize("steps", [0, 2])
@pytest.mark.parametrize(
    ("way", "kind"),
    [
        (returns, None),
        (raises, KeyError),
        (has_failing_task, ExceptionGroup),
        (is_cancelled, asyncio.CancelledError),
        (is_cancelled_in_exit, asyncio.CancelledError),
    ],
)
def test_each_is_exited_once_in_reverse_after_the_last_task(run_program, way, kind, steps):
    async def main():
        log = []
        a, b = Resource("a", log, steps=steps), Resource("b", log, steps=steps)

        async def host():
            async with ctx.scope("scope", disposables=[a, b]):
                ctx.spawn(child, log)
                await ticks(1)
                await way()

        left = (await asyncio.gather(asyncio.create_task(host()), return_exceptions=True))[0]
        assert type(left) is (type(None) if kind is None else kind)
        assert log == [*ENTERED, "task ends", *EXITED]
        assert type(a.told) is type(b.told) is (type(None) if kind is None else kind)

    run_program(main)


def test_a_failing_exit_leaves_as_itself_and_the_others_are_exited(run_program):
    async def main():
        log = []
        body_error, exit_error = KeyError(), OSError("told")
        resources = [Resource("a", log), Resource("b", log, exit_error=exit_error)]
        with pytest.raises(OSError, match="told") as caught:
            async with ctx.scope("scope", disposables=resources):
                raise body_error
        assert caught.value is exit_error
        assert exit_error.__context__ is body_error
        assert log == [*ENTERED, *EXITED]
        assert resources[0].told is exit_error
        assert resources[1].told is body_error

    run_program(main)


def test_of_several_failing_exits_the_last_leaves(run_program):
    async def main():
        body_error, errors = KeyError(), [OSError("told") for _ in range(3)]
        resources = [Resource("r", [], exit_error=error) for error in errors]
        with pytest.raises(OSError, match="told") as caught:
            async with ctx.scope("scope", disposables=resources):
                raise body_error
        assert caught.value is errors[0]
        assert errors[0].__context__ is body_error

    run_program(main)


def test_a_context_manager_made_of_a_generator(run_program):
    """It raises the exception again that it is given, which is no second failure."""

    async def main():
        log = []
        error, task_error = KeyError(), ValueError()

        @asynccontextmanager
        async def resource():
            try:
                yield Name(value="generated")
            finally:
                log.append("closed")

        with pytest.raises(KeyError) as caught:
            async with ctx.scope("scope", disposables=[resource(), resource()]):
                assert ctx.state(Name).value == "generated"
                raise error
        assert caught.value is error
        with pytest.raises(ExceptionGroup) as caught:
            async with ctx.scope("scope", disposables=[resource(), resource()]):
                ctx.spawn(fail, task_error)
                await forever()
        assert caught.value.exceptions == (task_error,)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1), ctx.scope("scope", disposables=[resource()]):
                await forever()
        assert log == ["closed"] * 5
        assert requests() == 0

    run_program(main)


def test_raising_again_what_it_was_told_is_no_second_failure(run_program):
    async def main():
        class RaisesAgain(Resource):
            async def __aexit__(self, exception_type, exception, traceback):
                self.told = exception
                raise exception

        error, body_error = ValueError(), KeyError()
        resources = [Resource("a", []), RaisesAgain("b", [])]
        with pytest.raises(ExceptionGroup) as caught:
            async with ctx.scope("scope", disposables=resources):
                ctx.spawn(fail, error)
                await forever()
        assert caught.value.exceptions == (error,)
        assert resources[0].told.exceptions == (error,)
        with pytest.raises(KeyError) as caught:
            async with ctx.scope("scope", disposables=resources):
                raise body_error
        assert caught.value is body_error
        assert body_error.__context__ is None

    run_program(main)


def test_they_enter_and_exit_in_the_scopes_task_with_the_scope_current(run_program):
    async def main():
        seen = []

        @asynccontextmanager
        async def resource():
            seen.append((asyncio.current_task(), ctx.state(Name).value, ctx.trace_id()))
            yield Other(value="yielded")
            seen.append((asyncio.current_task(), ctx.state(Name).value, ctx.trace_id()))
            assert ctx.state(Other).value == "yielded"
            with pytest.raises(RuntimeError, match="takes no more tasks"):
                ctx.spawn(forever)

        async with ctx.scope("scope", Name(value="scope"), disposables=[resource()]):
            expected = (asyncio.current_task(), "scope", ctx.trace_id())
        assert seen == [expected, expected]

    run_program(main)


def test_a_task_of_an_earlier_resource_does_not_see_what_a_later_one_gives(run_program):
    """state/at-spawn, for tasks that are spawned while resources are entered."""

    async def main():
        seen = []

        async def look():
            await ticks(5)
            seen.append(ctx.state(Name).value)

        class Spawns(Resource):
            async def __aenter__(self):
                self.task = ctx.spawn(look)

        first, second = Spawns("a", []), Resource("b", [], gives=Name(value="later"))
        async with ctx.scope("scope", disposables=[first, second]):
            assert ctx.state(Name).value == "later"
            await first.task
        assert seen == ["none"]

    run_program(main)


def test_a_failing_exit_and_a_request_meet(run_program):
    """The error leaves, and the request is delivered after it (cancellation/simultaneous)."""

    async def main():
        error = OSError()
        caught = []

        async def host():
            try:
                async with ctx.scope("s", disposables=[Resource("a", [], exit_error=error)]):
                    await forever()
            except OSError as left:
                caught.append(left)
                assert requests() == 1
            await forever()

        task = asyncio.create_task(host())
        await ticks(2)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert caught == [error]

    run_program(main)
