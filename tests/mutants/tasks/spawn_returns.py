"""Mutants of `tasks/spawn-returns`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="spawn_waits_for_the_task",
        symptom="tasks run one after the other; a task that waits for its spawner waits for ever",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "        here = asyncio.current_task()\n"
            "        loop = asyncio.get_running_loop()\n"
            "        asyncio.tasks._leave_task(loop, here)\n"
            "        try:\n"
            "            while not task.done():\n"
            "                loop._run_once()\n"
            "        finally:\n"
            "            asyncio.tasks._enter_task(loop, here)\n"
            "        return task\n"
        ),
        clauses=("tasks/spawn-returns",),
        message=r"never ends|spawn returned .*t\d had ended",
    ),
)
