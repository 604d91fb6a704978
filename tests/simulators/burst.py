"""Tasks that do things in an order that asyncio fixes: `Burst`, as data, and its execution."""

import asyncio
from dataclasses import dataclass

__all__ = ("Burst", "Script", "Step")

type Script = tuple[Step, ...]


@dataclass(frozen=True)
class Step:
    """One thing that a task does.

    Attributes:
        kind: What it does: a method of `_Running` is called so, after `do_`.
        which: Which of two events, queues or semaphores it is about.
        scripts: What happens within it, or what the tasks do that it begins.
    """

    kind: str
    which: int = 0
    scripts: tuple[Script, ...] = ()


@dataclass(frozen=True)
class Burst:
    """A few tasks that begin together.

    Attributes:
        scripts: What each does.
        timers: How many seconds each of some sleepers sleeps, which begin before the tasks.
    """

    scripts: tuple[Script, ...]
    timers: tuple[int, ...] = ()

    async def run(self) -> list[str]:
        """Run it, and return what was logged, in order."""
        running = _Running()
        # What this sets and puts at the end lets everything end that still waits.
        async with asyncio.TaskGroup() as running.group:
            for seconds in self.timers:
                running.group.create_task(running.sleeps(seconds))
            for number, script in enumerate(self.scripts):
                running.group.create_task(running.task(f"{number}", script))
            await asyncio.sleep(0)
            for event in running.events:
                event.set()
            for _ in range(sum(map(_gets, self.scripts))):
                for queue in running.queues:
                    queue.put_nowait("the last")
        return running.log


def _gets(script: Script) -> int:
    return sum((each.kind == "get") + sum(map(_gets, each.scripts)) for each in script)


class _Running:
    group: asyncio.TaskGroup

    def __init__(self) -> None:
        self.log: list[str] = []
        self.events = asyncio.Event(), asyncio.Event()
        self.queues: tuple[asyncio.Queue[str], ...] = asyncio.Queue(), asyncio.Queue()
        self.lock = asyncio.Lock()
        self.semaphores = asyncio.Semaphore(1), asyncio.Semaphore(2)
        self.condition = asyncio.Condition()

    async def task(self, name: str, script: Script) -> str:
        self.log.append(f"{name} begins")
        for number, step in enumerate(script):
            do = getattr(self, f"do_{step.kind.replace(' ', '_')}")
            await do(f"{name}.{number}", step)
        return name

    async def sleeps(self, seconds: int) -> None:
        await asyncio.sleep(seconds)
        self.log.append(f"after {seconds} s")

    async def do_log(self, name: str, step: Step) -> None:
        self.log.append(name)

    async def do_yield(self, name: str, step: Step) -> None:
        await asyncio.sleep(0)
        self.log.append(f"{name} goes on")

    async def do_soon(self, name: str, step: Step) -> None:
        asyncio.get_running_loop().call_soon(self.log.append, f"{name} soon")

    async def do_soon_twice(self, name: str, step: Step) -> None:
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, self.log.append, f"{name} later")
        loop.call_soon(self.log.append, f"{name} sooner")

    async def do_future(self, name: str, step: Step) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for each in range(3):
            future.add_done_callback(lambda _, each=each: self.log.append(f"{name} done {each}"))
        future.set_result(None)
        if step.which:
            await future

    async def do_put(self, name: str, step: Step) -> None:
        self.queues[step.which].put_nowait(name)

    async def do_get(self, name: str, step: Step) -> None:
        self.log.append(f"{name} gets {await self.queues[step.which].get()}")

    async def do_set(self, name: str, step: Step) -> None:
        self.events[step.which].set()

    async def do_wait(self, name: str, step: Step) -> None:
        await self.events[step.which].wait()
        self.log.append(f"{name} has waited")

    async def do_lock(self, name: str, step: Step) -> None:
        async with self.lock:
            await self.task(f"{name} locked", step.scripts[0])

    async def do_semaphore(self, name: str, step: Step) -> None:
        async with self.semaphores[step.which]:
            await self.task(f"{name} admitted", step.scripts[0])

    async def do_condition(self, name: str, step: Step) -> None:
        async with self.condition:
            self.condition.notify(1 + step.which)
            await self.task(f"{name} notifies", step.scripts[0])

    async def do_spawn(self, name: str, step: Step) -> None:
        self.group.create_task(self.task(f"{name} spawned", step.scripts[0]))

    async def do_gather(self, name: str, step: Step) -> None:
        tasks = (self.task(f"{name}/{at}", each) for at, each in enumerate(step.scripts))
        self.log.append(f"{name} gathers {', '.join(await asyncio.gather(*tasks))}")

    async def do_taskgroup(self, name: str, step: Step) -> None:
        async with asyncio.TaskGroup() as group:
            for at, each in enumerate(step.scripts):
                group.create_task(self.task(f"{name}:{at}", each))
        self.log.append(f"{name} is left")

    async def do_failing_group(self, name: str, step: Step) -> None:
        async def fails() -> None:
            await asyncio.sleep(0)
            raise ArithmeticError(name)

        try:
            async with asyncio.TaskGroup() as group:
                # One alone: asyncio does not say in which order a group cancels its tasks.
                group.create_task(self._until_cancelled(name))
                group.create_task(fails())
        except* ArithmeticError:
            self.log.append(f"{name} has failed")

    async def do_cancel(self, name: str, step: Step) -> None:
        task = self.group.create_task(self._until_cancelled(name))
        for _ in range(1 + step.which):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        self.log.append(f"{name} has cancelled")

    async def _until_cancelled(self, name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.log.append(f"{name} is cancelled")
