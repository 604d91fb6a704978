"""Building blocks of the tests' programs, and the loop that runs them."""

import asyncio
import gc
import selectors
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Literal

from haiway_reference.helpers.concurrent import execute_concurrently, process_concurrently

type Mode = Literal["lazy", "eager", "eager caller"]

MODES: tuple[Mode, ...] = ("lazy", "eager", "eager caller")


class VirtualClock(selectors.DefaultSelector):
    """A selector that advances the time instead of waiting. An endless wait is an error."""

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
    """Run a program, and check the clauses of chapter hygiene that hold after every program."""
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
    """Return all exceptions that surface with this one: leaves of groups, and causes."""
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


async def processed(source, handler, *, limit=2, tolerant=False):
    return await process_concurrently(
        source, handler, concurrent_tasks=limit, ignore_exceptions=tolerant
    )


async def executed(source, handler, *, limit=2, tolerant=False):
    return await execute_concurrently(
        handler, source, concurrent_tasks=limit, return_exceptions=tolerant
    )


class Calls:
    """A handler that records its calls, each of which ends when the test says so."""

    def __init__(self) -> None:
        self.begun: list[Any] = []
        self.ended: list[Any] = []
        self.cancelled: list[Any] = []
        self.waiting: dict[Any, asyncio.Future[Any]] = {}

    async def __call__(self, element):
        self.begun.append(element)
        self.waiting[element] = asyncio.get_running_loop().create_future()
        try:
            return await self.waiting[element]
        except asyncio.CancelledError:
            self.cancelled.append(element)
            raise
        finally:
            del self.waiting[element]
            self.ended.append(element)

    def end(self, *elements) -> None:
        for element in elements:
            self.waiting[element].set_result(element)

    def fail(self, element, error: BaseException) -> None:
        self.waiting[element].set_exception(error)


class Items:
    """An asynchronous generator function that records what is read, and that it was closed."""

    def __init__(self, *items, end=None, pause=0) -> None:
        self.items = items
        self.end = end  # an exception to raise, or something to wait for
        self.pause = pause
        self.read: list[Any] = []
        self.closed = 0

    async def __call__(self):
        try:
            for item in self.items:
                await ticks(self.pause)
                self.read.append(item)
                yield item
            if isinstance(self.end, BaseException):
                raise self.end
            if self.end is not None:
                await self.end()
        finally:
            await asyncio.sleep(0)
            self.closed += 1


class FalsyError(Exception):
    def __bool__(self) -> bool:
        return False


async def settled() -> None:
    """Let the loop run until everything waits."""
    await ticks(20)
