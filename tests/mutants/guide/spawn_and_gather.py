"""Mutants of `guide/spawn-and-gather`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_run_one_after_the_other",
        symptom="a program that waits for its tasks to meet waits for ever",
        module="context",
        right=(
            '        return required("Spawning a task").tasks.spawn(function, args, kwargs, '
            "own_context())\n"
        ),
        wrong=(
            "        import asyncio\n"
            '        tasks = required("Spawning a task").tasks\n'
            '        turn = tasks.__dict__.setdefault("turn", asyncio.Lock())\n'
            "\n"
            "        async def in_turn(*args, **kwargs):\n"
            "            async with turn:\n"
            "                return await function(*args, **kwargs)\n"
            "\n"
            "        return tasks.spawn(in_turn, args, kwargs, own_context())\n"
        ),
        clauses=("guide/spawn-and-gather",),
        message=r"never ends.*suspended in: .*Event\.wait",
    ),
)
