"""Mutants of `tasks/unawaited`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_begin_when_they_are_awaited",
        symptom="a task that is never awaited never begins",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        async def gated(gate: Any, given: Any) -> Any:\n"
            "            await gate.wait()\n"
            "            return await given\n"
            "\n"
            "        gate = asyncio.Event()\n"
            "        coroutine = gated(gate, coroutine)\n"
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                gate.set()\n"
            "                return task.__await__()\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/unawaited",),
        message=r"t\d, .*had not begun .*idle",
    ),
    Mutant(
        name="a_third_task_waits_for_its_awaiter",
        symptom="of three tasks that are never awaited, one never begins",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        async def gated(gate: Any, given: Any) -> Any:\n"
            "            await gate.wait()\n"
            "            return await given\n"
            "\n"
            "        gate = asyncio.Event()\n"
            "        self._count = getattr(self, '_count', 0) + 1\n"
            "        if self._count < 3:\n"
            "            gate.set()\n"
            "        coroutine = gated(gate, coroutine)\n"
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                gate.set()\n"
            "                return task.__await__()\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/unawaited",),
        message=r"t\d, .*had not begun .*idle",
    ),
)
