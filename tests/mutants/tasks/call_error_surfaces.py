"""Mutants of `tasks/call-error-surfaces`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="calls_that_raise_are_ignored",
        symptom="a task with a wrong argument does nothing, without any error",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        try:\n"
            "            coroutine = context.run(function, *args, **kwargs)\n"
            "        except Exception:\n"
            "            coroutine = asyncio.sleep(0)\n"
        ),
        clauses=("tasks/call-error-surfaces",),
        message=r"function of task odd raised 'call of odd'",
    ),
    Mutant(
        name="errors_of_calls_wait_for_an_awaiter",
        symptom="a background task with a wrong argument does nothing, unless somebody awaits it",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        try:\n"
            "            coroutine = context.run(function, *args, **kwargs)\n"
            "        except Exception as error:\n"
            "            failed = asyncio.get_running_loop().create_future()\n"
            "            failed.set_exception(error)\n"
            "            failed.exception()\n"
            "            return failed\n"
        ),
        clauses=("tasks/call-error-surfaces",),
        message=r"function of task odd raised 'call of odd'",
    ),
)
