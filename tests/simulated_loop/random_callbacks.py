"""Random programs made of what asyncio's loop orders: callbacks, timers, futures, tasks, queues.

A program is a tree of tuples, drawn by `draw`; `Machine` carries it out on any loop and keeps a
log. Two loops are in the same order if their logs are equal.
"""

import asyncio
from collections.abc import Callable, Coroutine
from random import Random
from threading import Thread
from typing import Any

SHARED = 3  # futures, queues, locks, events: so many of each

CALLBACK_KINDS = (
    "soon",
    "soon",
    "later",
    "safe",
    "thread",
    "at",
    "cancel handle",
    "set future",
    "watch future",
    "cancel task",
    "spawn",
    "set event",
)
TASK_KINDS = (
    "do",
    "do",
    "yield",
    "yield",
    "sleep",
    "await future",
    "put",
    "get",
    "lock",
    "await event",
    "group",
    "gather",
    "timeout",
    "await task",
    "await many",
)


def draw(random: Random, *, timers: bool, size: int = 24) -> tuple[Any, ...]:
    """Draw the steps of the main task."""
    budget = [size]
    return tuple(_step(random, budget, timers) for _ in range(random.randint(2, 8)))


def _delay(random: Random) -> float:
    return random.choice((0, 0, 0.25, 0.5, 0.5, 1, -1))


def _block(random: Random, budget: list[int], timers: bool, make: Any) -> tuple[Any, ...]:
    block = []
    for _ in range(random.randint(1, 3)):
        if budget[0] <= 0:
            break
        budget[0] -= 1
        block.append(make(random, budget, timers))
    return tuple(block)


def _callback(random: Random, budget: list[int], timers: bool) -> tuple[Any, ...]:
    kind = random.choice(CALLBACK_KINDS)
    if kind in ("later", "at") and not timers:
        kind = "soon"
    match kind:
        case "soon" | "safe" | "thread":
            return kind, _block(random, budget, timers, _callback)
        case "later" | "at":
            return kind, _delay(random), _block(random, budget, timers, _callback)
        case "spawn":
            return kind, _block(random, budget, timers, _step)
        case _:
            return kind, random.randrange(SHARED * 2)


def _step(random: Random, budget: list[int], timers: bool) -> tuple[Any, ...]:
    kind = random.choice(TASK_KINDS)
    if kind in ("sleep", "timeout") and not timers:
        kind = "yield"
    makers: dict[str, Callable[[], tuple[Any, ...]]] = {
        "do": lambda: (_callback(random, budget, timers),),
        "yield": lambda: (),
        "sleep": lambda: (_delay(random),),
        "lock": lambda: (random.randrange(SHARED), _block(random, budget, timers, _step)),
        "timeout": lambda: (abs(_delay(random)), _block(random, budget, timers, _step)),
        "group": lambda: (_blocks(random, budget, timers),),
        "gather": lambda: (_blocks(random, budget, timers),),
    }
    return kind, *makers.get(kind, lambda: (random.randrange(SHARED * 2),))()


def _blocks(random: Random, budget: list[int], timers: bool) -> tuple[Any, ...]:
    return tuple(_block(random, budget, timers, _step) for _ in range(random.randint(1, 3)))


class Machine:
    """Runs one program.

    Args:
        distinct: Whether every timer gets a delay of its own, so that no two are due together.
    """

    def __init__(self, *, distinct: bool) -> None:
        self.log: list[tuple[Any, ...]] = []
        self._distinct = distinct
        self._counter = 0
        self._over = False
        self._handles: list[asyncio.Handle] = []
        self._tasks: list[asyncio.Task[Any]] = []

    async def main(self, program: tuple[Any, ...], *, seconds: float) -> None:
        """Run it for some time, and then cancel remaining tasks until none is left."""
        self._loop = asyncio.get_running_loop()
        self._futures = [self._loop.create_future() for _ in range(SHARED)]
        self._queues = [asyncio.Queue[int](maxsize=each) for each in range(SHARED)]
        self._locks = [asyncio.Lock() for _ in range(SHARED)]
        self._events = [asyncio.Event() for _ in range(SHARED)]
        self._spawn(program)
        for _ in range(30):
            await asyncio.sleep(0)
        if seconds:
            await asyncio.sleep(seconds)
        for _ in range(1000):
            left = [each for each in self._tasks if not each.done()]
            if not left:
                break
            for each in left:
                each.cancel()
            await asyncio.sleep(0)
        for each in self._handles:
            each.cancel()
        for each in self._tasks:
            self._say("end", each.done() and each.cancelled())
        self._over = True

    def _say(self, *what: Any) -> None:
        if not self._over:
            self.log.append((*what, self._loop.time()))

    def _number(self) -> int:
        self._counter += 1
        return self._counter

    def _own(self, delay: float) -> float:
        return delay + self._number() * 2.0**-12 if self._distinct else delay

    def _spawn(self, steps: tuple[Any, ...]) -> asyncio.Task[Any]:
        task = self._loop.create_task(self._task(self._number(), steps))
        self._tasks.append(task)
        return task

    def _run(self, name: int, block: tuple[Any, ...]) -> None:
        self._say("callback", name)
        for operation in block:
            self._do(operation)

    def _do(self, operation: tuple[Any, ...]) -> None:
        name = self._number()
        match operation:
            case "soon", block:
                self._handles.append(self._loop.call_soon(self._run, name, block))
            case "safe", block:
                self._handles.append(self._loop.call_soon_threadsafe(self._run, name, block))
            case "thread", block:
                # Joined, so that its call lands here in every run.
                calling = Thread(
                    target=self._loop.call_soon_threadsafe, args=(self._run, name, block)
                )
                calling.start()
                calling.join()
            case "later", delay, block:
                own = self._own(delay)
                self._handles.append(self._loop.call_later(own, self._run, name, block))
            case "at", delay, block:
                when = self._loop.time() + self._own(delay)
                self._handles.append(self._loop.call_at(when, self._run, name, block))
            case "cancel handle", index if self._handles:
                self._handles[index % len(self._handles)].cancel()
            case "set future", index:
                future = self._futures[index % SHARED]
                if not future.done():
                    future.set_result(name)
            case "watch future", index:
                self._futures[index % SHARED].add_done_callback(
                    lambda _: self._say("future is done", name)
                )
            case "cancel task", index if self._tasks:
                self._tasks[index % len(self._tasks)].cancel()
            case "spawn", steps:
                self._spawn(steps)
            case "set event", index:
                self._events[index % SHARED].set()

    async def _task(self, name: int, steps: tuple[Any, ...]) -> int:
        self._say("begins", name)
        try:
            for number, step in enumerate(steps):
                await self._step(step)
                self._say("step", name, number)
        except asyncio.CancelledError:
            self._say("cancelled", name)
            await asyncio.sleep(0)  # a clean-up
            raise
        finally:
            self._say("ends", name)
        return name

    def _join(self, group: asyncio.TaskGroup, task: Coroutine[Any, Any, int]) -> None:
        try:
            group.create_task(task)
        except RuntimeError:
            task.close()  # before Python 3.13 a group that refuses a coroutine leaves it alone
            raise

    async def _step(self, step: tuple[Any, ...]) -> None:  # noqa: PLR0912 - one case a kind
        match step:
            case "do", operation:
                self._do(operation)
            case ("yield",):
                await asyncio.sleep(0)
            case "sleep", delay:
                # `asyncio.sleep` makes no timer for a delay that is not positive.
                await asyncio.sleep(self._own(delay) if delay > 0 else delay)
            case "await future", index:
                await asyncio.shield(self._futures[index % SHARED])
            case "put", index:
                await self._queues[index % SHARED].put(index)
            case "get", index:
                await self._queues[index % SHARED].get()
            case "lock", index, steps:
                async with self._locks[index % SHARED]:
                    for each in steps:
                        await self._step(each)
            case "await event", index:
                await self._events[index % SHARED].wait()
            case "group", blocks:
                async with asyncio.TaskGroup() as group:
                    for steps in blocks:
                        self._join(group, self._task(self._number(), steps))
            case "gather", blocks:
                await asyncio.gather(*(self._task(self._number(), steps) for steps in blocks))
            case "timeout", delay, steps:
                try:
                    async with asyncio.timeout(self._own(delay)):
                        for each in steps:
                            await self._step(each)
                except TimeoutError:
                    self._say("timed out")
            case "await task", index:
                other = self._tasks[index % len(self._tasks)]
                if other is not asyncio.current_task():
                    await asyncio.wait([other])
            case "await many", index:
                others = set(self._tasks[: index + 1]) - {asyncio.current_task()}
                if others:
                    done, _ = await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
                    self._say("were done", len(done))
