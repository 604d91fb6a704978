"""Mutants of `failures/interpreter-exit`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="an_interpreter_exit_is_put_into_a_group",
        symptom="`sys.exit` in a task does not end the program",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        async def contained(coroutine=coroutine):\n"
            "            try:\n"
            "                return await coroutine\n"
            "            except (KeyboardInterrupt, SystemExit) as error:\n"
            '                raise BaseExceptionGroup("exits", [error]) from None\n'
            "        return self._tasks.start(contained(), context, self._ended)\n"
        ),
        clauses=("failures/interpreter-exit",),
        message=r"left the program was BaseExceptionGroup\[.*exit",
    ),
    Mutant(
        name="an_interpreter_exit_leaves_tasks_behind",
        symptom="Ctrl-C stops a program before its tasks have cleaned up",
        module="scope_tasks",
        right="        cancelled = await self._tasks.wait()\n",
        wrong=(
            "        exits = [each for each in self.failures if not isinstance(each, Exception)]\n"
            "        cancelled = None if exits else await self._tasks.wait()\n"
        ),
        clauses=("failures/interpreter-exit",),
        message=r"t\d had not ended when scope scope1",
    ),
)
