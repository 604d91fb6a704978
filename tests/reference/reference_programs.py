"""Pieces that the tests' programs are made of, and the loop they run on."""

import asyncio
import gc
import selectors
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Literal

type Mode = Literal["lazy", "eager", "eager caller"]

MODES: tuple[Mode, ...] = ("lazy", "eager", "eager caller")


class VirtualClock(selectors.DefaultSelector):
    """Does not wait: time passes at once, and a wait without end is a failed test."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if ready := super().select(0):
            return ready
        if timeout is None:
            raise AssertionError("the program hangs: nothing is ready, and no timer is set")
        self.now += timeout
        return []


def new_loop(mode: Mode = "lazy") -> asyncio.AbstractEventLoop:
    clock = VirtualClock()
    loop = asyncio.SelectorEventLoop(clock)
    loop.time = lambda: clock.now
    if mode != "lazy":
        loop.set_task_factory(asyncio.eager_task_factory)
    return loop


def run[R](main: Callable[[], Coroutine[Any, Any, R]], mode: Mode) -> R:
    """Run a program, and check what holds after every program (chapter hygiene)."""
    complaints: list[dict[str, Any]] = []

    async def watched() -> R:
        asyncio.get_running_loop().set_exception_handler(
            lambda loop, context: complaints.append(context)
        )
        try:
            if mode == "eager caller":
                return await asyncio.create_task(main())
            return await main()
        finally:
            left = asyncio.all_tasks() - {asyncio.current_task()}
            assert not left, f"hygiene/no-orphans: {left}"

    try:
        with asyncio.Runner(loop_factory=lambda: new_loop(mode)) as runner:
            return runner.run(watched())
    finally:
        gc.collect()
        assert not complaints, f"hygiene/no-unretrieved: {complaints}"


async def forever() -> None:
    await asyncio.get_running_loop().create_future()


async def ticks(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def fail(error: BaseException, after: int = 0) -> None:
    await ticks(after)
    raise error


async def fail_when_cancelled(error: BaseException) -> None:
    try:
        await forever()
    finally:
        raise error


def requests() -> int:
    task = asyncio.current_task()
    assert task is not None
    return task.cancelling()


def leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from leaves(inner)
    else:
        yield error


def surfaced(error: BaseException | None) -> list[BaseException]:
    """All exceptions that surface with this one: leaves, along the causes."""
    found: list[BaseException] = []
    rest = [error]
    while rest:
        one = rest.pop()
        if one is None or any(one is known for known in found):
            continue
        found.append(one)
        rest.append(one.__cause__)
        if isinstance(one, BaseExceptionGroup):
            rest.extend(one.exceptions)
    return found
