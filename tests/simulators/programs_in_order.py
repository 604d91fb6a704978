"""Programs that are right, each by one guarantee that asyncio documents: an alarm is a false one.

They are of the same kind as those in `programs_with_bugs.py`.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from programs_with_bugs import Begun, Point, Program

__all__ = ("RIGHT",)

type Log = list[object]


def _logs(*expected: object) -> tuple[Log, Callable[[], None]]:
    log: Log = []

    def check() -> None:
        assert log == list(expected), f"{log}, not {list(expected)}"

    return log, check


def _call_soon(_: Point) -> Begun:
    log, check = _logs(1, 2, 3)

    async def schedule() -> None:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        for each in (1, 2, 3):
            loop.call_soon(log.append, each)
        loop.call_soon(done.set_result, None)
        await done

    return Begun((schedule,), check)


def _turns(_: Point) -> Begun:
    log, check = _logs("a", "b", "a", "b", "a", "b")

    async def take_turns(name: str) -> None:
        for _ in range(3):
            log.append(name)
            await asyncio.sleep(0)

    return Begun((partial(take_turns, "a"), partial(take_turns, "b")), check)


def _begin_in_order(_: Point) -> Begun:
    log, check = _logs(1, 2, 3)

    async def begins(number: int) -> None:
        log.append(number)

    async def spawn() -> None:
        await asyncio.wait([asyncio.ensure_future(begins(each)) for each in (1, 2, 3)])

    return Begun((spawn,), check)


def _in_turn(acquire: Callable[[], Any]) -> Callable[[Point], Begun]:
    """Make a program whose tasks acquire something fair one after the other."""

    def begin(_: Point) -> Begun:
        log, check = _logs(1, 2, 3)

        async def spawn() -> None:
            shared = acquire()
            came: list[int] = []

            async def enter(number: int) -> None:
                came.append(number)
                async with shared:
                    log.append(1 + came.index(number))

            await shared.acquire()
            tasks = [asyncio.ensure_future(enter(each)) for each in (1, 2, 3)]
            while len(came) < len(tasks):  # noqa: ASYNC110 - an event would order them
                await asyncio.sleep(0)
            shared.release()
            await asyncio.wait(tasks)

        return Begun((spawn,), check)

    return begin


def _queue_getters(_: Point) -> Begun:
    log, check = _logs("first gets 1", "second gets 2")

    async def spawn() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue()
        came: list[str] = []

        async def consume() -> None:
            name = ("first", "second")[len(came)]
            came.append(name)
            log.append(f"{name} gets {await queue.get()}")

        tasks = [asyncio.ensure_future(consume()) for _ in range(2)]
        while len(came) < len(tasks):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        queue.put_nowait(1)
        await asyncio.sleep(0)
        queue.put_nowait(2)
        await asyncio.wait(tasks)

    return Begun((spawn,), check)


def _queue_items(point: Point) -> Begun:
    log, check = _logs(1, 2, 3)
    queue: asyncio.Queue[int] = asyncio.Queue()

    async def produce() -> None:
        for each in (1, 2, 3):
            await point()
            await queue.put(each)

    async def consume() -> None:
        for _ in range(3):
            log.append(await queue.get())

    return Begun((produce, consume), check)


def _done_callbacks(_: Point) -> Begun:
    log, check = _logs(1, 2, 3)

    async def complete() -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for each in (1, 2, 3):
            future.add_done_callback(lambda _, each=each: log.append(each))
        future.set_result(None)
        await asyncio.sleep(0)
        await asyncio.sleep(0.01)

    return Begun((complete,), check)


def _hand_over(_: Point) -> Begun:
    log, check = _logs("woken", "begins")

    async def hand_over() -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def wait() -> None:
            await future
            log.append("woken")

        async def begin() -> None:
            log.append("begins")

        waiter = asyncio.ensure_future(wait())
        await asyncio.sleep(0.01)
        future.set_result(None)  # whoever waits is woken before what begins later
        await asyncio.wait([waiter, asyncio.ensure_future(begin())])

    return Begun((hand_over,), check)


def _timers(_: Point) -> Begun:
    log, check = _logs(1, 2, 3)

    async def sleep(seconds: int) -> None:
        await asyncio.sleep(seconds / 10)
        log.append(seconds)

    return Begun(tuple(partial(sleep, each) for each in (3, 1, 2)), check)


def _task_group(point: Point) -> Begun:
    log, check = _logs("fails", "cancelled", "left")

    async def fail() -> None:
        entered = asyncio.Event()

        async def fails() -> None:
            await entered.wait()
            await point()
            log.append("fails")
            raise ArithmeticError

        async def waits() -> None:
            entered.set()
            try:
                await asyncio.Event().wait()
            finally:
                log.append("cancelled")

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())
                group.create_task(waits())
        except* ArithmeticError:
            log.append("left")

    return Begun((fail,), check)


def _locked(point: Point) -> Begun:
    log, check = _logs("in", "out", "in", "out")
    lock = asyncio.Lock()

    async def enter() -> None:
        await point()
        async with lock:
            log.append("in")
            await point()
            log.append("out")

    return Begun((enter, enter), check)


RIGHT: tuple[Program, ...] = (
    Program("call_soon", "callbacks run in the order in which they are registered", _call_soon),
    Program("turns", "tasks that yield by `sleep(0)` take turns", _turns),
    Program("begin", "tasks begin in the order in which they are made", _begin_in_order),
    Program("lock", "a lock is fair", _in_turn(asyncio.Lock)),
    Program("semaphore", "so is a semaphore", _in_turn(partial(asyncio.Semaphore, 1))),
    Program("queue", "items leave a queue in the order in which they came", _queue_items),
    Program("getters", "who waits first for an item gets the first", _queue_getters),
    Program(
        "done callbacks", "they are called in the order of their registration", _done_callbacks
    ),
    Program("hand over", "who is woken runs before what is scheduled later", _hand_over),
    Program("timers", "timers fire in the order of their times", _timers),
    Program("task group", "is left when its tasks have ended, cancelled ones too", _task_group),
    Program("critical section", "a lock lets one task in at a time", _locked),
)
