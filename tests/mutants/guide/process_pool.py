"""Mutants of `guide/process-pool`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_computing_task_holds_up_the_others",
        symptom="nothing else happens while a pool computes",
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
        clauses=("guide/process-pool",),
        message=r"pool computed.*only \[\]",
    ),
)
