"""Programs with the bugs that concurrent programs mostly have, by which simulators are compared.

Each is right if whatever it waits for outside comes in the order in which it was asked for, and
soon. `point` is one such wait, in the way in which a simulator's documentation says it: an event
that happens, a `sleep(0)`, or a sleep of a random time below 0.1 s.

A program is written as workers that share a state, because one of the tools wants it so; the others
run them in `asyncio.gather`. The state has attributes, because that tool watches those.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace

__all__ = ("BUGS", "TINY", "Begun", "Program", "main")

type Point = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Begun:
    """A program that is about to run.

    Attributes:
        workers: Async functions without arguments, which run at the same time.
        check: Called when they have ended; raises AssertionError if something is wrong.
    """

    workers: tuple[Callable[[], Awaitable[object]], ...]
    check: Callable[[], None]


@dataclass(frozen=True)
class Program:
    """A program.

    Attributes:
        name: Its name, as tables show it.
        about: What it is about, as a sentence without a full stop.
        begin: Makes its state and its workers. No loop runs yet.
    """

    name: str
    about: str
    begin: Callable[[Point], Begun]


async def main(program: Program, point: Point) -> None:
    """Run a program as a single coroutine."""
    begun = program.begin(point)
    await asyncio.gather(*(worker() for worker in begun.workers))
    begun.check()


def _checks(condition: Callable[[], bool], says: str) -> Callable[[], None]:
    def check() -> None:
        assert condition(), says

    return check


async def _points(point: Point, times: int) -> None:
    for _ in range(times):
        await point()


def _tiny(point: Point, tasks: int = 4, steps: int = 5) -> Begun:
    return Begun((partial(_points, point, steps),) * tasks, lambda: None)


def _lost_update(point: Point, apart: int) -> Begun:
    state = SimpleNamespace(count=0)

    async def count_one(number: int) -> None:
        await _points(point, 1 + number * apart)
        read = state.count
        await point()
        state.count = read + 1

    workers = partial(count_one, 0), partial(count_one, 1)
    return Begun(workers, _checks(lambda: state.count == 2, "an update is lost"))


def _deadlock(point: Point, tasks: int) -> Begun:
    locks = [asyncio.Lock() for _ in range(tasks)]

    async def dine(seat: int) -> None:
        await _points(point, 1 + seat * 4)
        async with locks[seat]:
            await point()
            async with locks[(seat + 1) % tasks]:
                await point()

    return Begun(tuple(partial(dine, each) for each in range(tasks)), lambda: None)


def _check_then_act(point: Point) -> Begun:
    state = SimpleNamespace(connection=None, opened=0)

    async def connected(number: int) -> None:
        await _points(point, 1 + number * 4)
        if state.connection is None:
            await point()
            state.opened += 1
            state.connection = object()

    workers = partial(connected, 0), partial(connected, 1)
    return Begun(workers, _checks(lambda: state.opened == 1, "two connections are opened"))


def _last_write(point: Point) -> Begun:
    state = SimpleNamespace(value=0)

    async def write(value: int) -> None:
        await _points(point, 2 * value)
        state.value = value

    workers = partial(write, 1), partial(write, 2)
    return Begun(workers, _checks(lambda: state.value == 2, "the older value stays"))


def _lost_wakeup(point: Point) -> Begun:
    event = asyncio.Event()

    async def wait() -> None:
        await _points(point, 2)
        await event.wait()

    async def notify() -> None:
        await _points(point, 4)
        event.set()  # whoever waits is woken, whoever comes later is not
        event.clear()

    return Begun((wait, notify), lambda: None)


def _cancellation_leak(point: Point) -> Begun:
    state = SimpleNamespace(taken=0)

    async def use() -> None:
        await point()
        state.taken += 1
        await point()  # what is taken is not given back if it is cancelled here
        try:
            await point()
        finally:
            state.taken -= 1

    async def stop() -> None:
        task = asyncio.ensure_future(use())
        await _points(point, 6)
        task.cancel()
        await asyncio.wait([task])

    return Begun((stop,), _checks(lambda: state.taken == 0, "what is taken is not given back"))


def _timeout_race(point: Point) -> Begun:
    state = SimpleNamespace(charged=False, refunded=False)
    sent, answered = asyncio.Event(), asyncio.Event()

    async def customer() -> None:
        sent.set()
        try:
            async with asyncio.timeout(0.15):
                await answered.wait()
        except TimeoutError:
            state.refunded = True  # but the server goes on

    async def server() -> None:
        await sent.wait()
        await _points(point, 2)
        state.charged = True
        answered.set()

    def fair() -> bool:
        return state.charged and not state.refunded

    return Begun((customer, server), _checks(fair, "refunded, and charged all the same"))


def _stale_callback(point: Point) -> Begun:
    state = SimpleNamespace(current=0, shown="")

    async def show(number: int) -> None:
        await _points(point, number * 2)
        state.current = number
        await point()
        if state.current == number:
            await point()
            state.shown = f"page {number}"  # it was current before the last wait

    workers = partial(show, 1), partial(show, 2)
    return Begun(workers, _checks(lambda: state.shown == "page 2", "an old page is shown"))


TINY = Program("tiny", "four tasks wait five times each; nothing can go wrong", _tiny)

BUGS = (
    Program(
        "lost update, near",
        "read, wait, write: two tasks begin three waits apart",
        partial(_lost_update, apart=3),
    ),
    Program("lost update, far", "the same, eight waits apart", partial(_lost_update, apart=8)),
    Program("deadlock of two", "each takes a lock, then the other's", partial(_deadlock, tasks=2)),
    Program("deadlock of three", "the same, in a circle of three", partial(_deadlock, tasks=3)),
    Program("check, then act", "a connection is opened twice", _check_then_act),
    Program("last write", "the older of two writes ends last", _last_write),
    Program("lost wakeup", "an event is set before it is waited for", _lost_wakeup),
    Program("cancellation leak", "a task is cancelled before its `try`", _cancellation_leak),
    Program("timeout race", "a client gives up, its server goes on", _timeout_race),
    Program("stale page", "checked before a wait, used after it", _stale_callback),
)
