"""Mutants whose tasks do not make progress as they should."""

from mutant import Mutant
from mutants_tasks import PROXY, SPAWNED

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "tasks_run_one_after_the_other",
        "two tasks that talk to each other wait for ever",
        "tasks",
        SPAWNED,
        "            async def in_turn(before: Any, given: Any) -> Any:\n"
        "                if before:\n"
        "                    await asyncio.wait(before)\n"
        "                return await given\n\n"
        "            before = list(self._tasks.running)\n"
        "            return self._tasks.start(in_turn(before, coroutine), context)\n",
        "tasks/concurrent",
        r"never ends: nothing could run any more .*barrier|of \d+ tasks that meet",
    ),
    Mutant(
        "fifty_tasks_run_at_once",
        "with many tasks that talk to each other, some are never begun",
        "tasks",
        SPAWNED,
        "            async def limited(places: Any, given: Any) -> Any:\n"
        "                async with places:\n"
        "                    return await given\n\n"
        "            places = self.__dict__.setdefault('_places', asyncio.Semaphore(50))\n"
        "            return self._tasks.start(limited(places, coroutine), context)\n",
        "tasks/concurrent",
        r"never ends: nothing could run any more .*barrier|of \d+ tasks that meet",
    ),
    Mutant(
        "tasks_begin_when_they_are_awaited",
        "what is spawned and forgotten is never done",
        "tasks",
        SPAWNED,
        "            async def gated(gate: Any, given: Any) -> Any:\n"
        "                await gate.wait()\n"
        "                return await given\n\n"
        "            gate = asyncio.Event()\n"
        "            coroutine = gated(gate, coroutine)\n"
        + PROXY.replace("return task", "gate.set()\n                    return task")
        + "            return Handle()\n",
        "tasks/unawaited",
        r"task t\d, which nobody awaits, had not begun when the loop had been idle",
    ),
    Mutant(
        "a_third_task_waits_for_its_awaiter",
        "of three things that are spawned and forgotten, one is never done",
        "tasks",
        SPAWNED,
        "            async def gated(gate: Any, given: Any) -> Any:\n"
        "                await gate.wait()\n"
        "                return await given\n\n"
        "            gate = asyncio.Event()\n"
        "            self._count = getattr(self, '_count', 0) + 1\n"
        "            if self._count < 3:\n"
        "                gate.set()\n"
        "            coroutine = gated(gate, coroutine)\n"
        + PROXY.replace("return task", "gate.set()\n                    return task")
        + "            return Handle()\n",
        "tasks/unawaited",
        r"task t\d, which nobody awaits, had not begun when the loop had been idle",
    ),
    Mutant(
        "spawn_waits_for_the_task",
        "what was to be concurrent is serial; a task that waits for its spawner waits for ever",
        "tasks",
        SPAWNED,
        "            task = self._tasks.start(coroutine, context)\n"
        "            here = asyncio.current_task()\n"
        "            loop = asyncio.get_running_loop()\n"
        "            asyncio.tasks._leave_task(loop, here)\n"
        "            try:\n"
        "                while not task.done():\n"
        "                    loop._run_once()\n"
        "            finally:\n"
        "                asyncio.tasks._enter_task(loop, here)\n"
        "            return task\n",
        "tasks/spawn-returns",
        r"never ends|spawn returned only when task t\d had ended",
    ),
)
