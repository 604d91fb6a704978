"""Mutants of `execute/awaits-calls`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_minute_is_enough_to_execute",
        symptom="the result of a slow query is missing",
        module="helpers/concurrent",
        right="    await calls.run(elements)\n",
        wrong=(
            "    import asyncio\n"
            "\n"
            "    running = asyncio.ensure_future(calls.run(elements))\n"
            "    try:\n"
            "        await asyncio.wait((running,), timeout=60)\n"
            "    except asyncio.CancelledError:\n"
            "        running.cancel()\n"
            "        await asyncio.wait((running,))\n"
            "        raise\n"
            "    if running.done():\n"
            "        running.result()\n"
            "    tasks = [task for task in tasks if task.done()]\n"
        ),
        clauses=("execute/awaits-calls",),
        message=r"h1 returned a sequence of \d( before its handler call h1\[\d\] had ended|$)",
    ),
)
