"""Mutants of `failures/awaiter`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_failed_task_gives_none",
        symptom="a program computes with None instead of a task's result",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        async def quiet(coroutine=coroutine):\n"
            "            try:\n"
            "                return await coroutine\n"
            "            except Exception as error:\n"
            "                self.failures.append(error)\n"
            "        return self._tasks.start(quiet(), context, self._ended)\n"
        ),
        clauses=("failures/awaiter",),
        message=r"task t\d failed with error\d, .*awaited it, .*None",
    ),
    Mutant(
        name="an_awaiter_gets_another_exception",
        symptom="`except ValueError` around `await task` does not catch the task's ValueError",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        async def wrapped(coroutine=coroutine):\n"
            "            try:\n"
            "                return await coroutine\n"
            "            except Exception as error:\n"
            '                raise RuntimeError("a task failed") from error\n'
            "        return self._tasks.start(wrapped(), context, self._ended)\n"
        ),
        clauses=("failures/awaiter",),
        message=r"task t\d failed with error\d, .*awaited it, .*raised RuntimeError",
    ),
)
